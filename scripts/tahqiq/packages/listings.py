"""What a package says that it holds: paths, sizes and digests, whatever its kind.

In: the folder of a package, without links. Out: a Listing, and findings where it cannot be read.
Nothing outside of the folder is opened, whatever a listing names.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from tahqiq import tei
from tahqiq.deliveries.names import climbs
from tahqiq.errors import TahqiqError
from tahqiq.findings import Finding
from tahqiq.packages.trouble import trouble

BAG, OBJECT, ROOT, SIP, CRATE = "bagit", "ocfl-object", "ocfl", "sip", "rocrate"
_ALGORITHMS = {"md5": "md5", "sha1": "sha1", "sha224": "sha224", "sha256": "sha256",
               "sha384": "sha384", "sha512": "sha512", "blake2b-512": "blake2b"}  # fmt: skip
_OBJECT = re.compile(r"0=ocfl_object_1\.\d")
_ROOT = re.compile(r"0=ocfl_1\.\d")
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9-]+)\.txt")
_SIDECAR = re.compile(r"([0-9a-fA-F]+)[ \t]+inventory\.json\r?\n?")
_DECLARATION = re.compile(
    r"BagIt-Version: \d\.\d+\r?\nTag-File-Character-Encoding: [\w.-]+(\r?\n)?"
)
_METS = "{http://www.loc.gov/METS/}"
_NAME = f"{_METS}name"
_HREF = "{http://www.w3.org/1999/xlink}href"
_CRATE = "ro-crate-metadata.json"


@dataclass(slots=True)
class Listed:
    """What is recorded of one file; ``digests`` by the names of ``hashlib``, in lower case."""

    digests: dict[str, str] = field(default_factory=dict)
    size: int | None = None


@dataclass(slots=True)
class Listing:
    """The files of a package by path.

    ``free`` are patterns of files that need not be listed; where not ``strict``, none must be.
    """

    kind: str
    files: dict[str, Listed] = field(default_factory=dict)
    free: tuple[str, ...] = ()
    strict: bool = True
    findings: list[Finding] = field(default_factory=list)

    def file(self, path: str) -> Listed:
        """Return what is recorded of a file, to be added to."""
        return self.files.setdefault(path, Listed())

    def is_free(self, path: str) -> bool:
        """Return whether a file may be there without being listed."""
        return any(re.fullmatch(pattern, path) for pattern in self.free)


def kind_of(folder: Path) -> str:
    """Return what kind of package a folder is, or an empty string."""
    names = {path.name for path in folder.iterdir()}
    if "bagit.txt" in names or ("data" in names and any(map(_MANIFEST.fullmatch, names))):
        return BAG
    if any(_OBJECT.fullmatch(name) for name in names) or "inventory.json" in names:
        return OBJECT
    if any(_ROOT.fullmatch(name) for name in names):
        return ROOT
    if _CRATE in names:
        return CRATE
    # Without its METS.xml, too, a folder of this shape was meant to be one.
    return SIP if "METS.xml" in names or "representations" in names else ""


def of(folder: Path, shown: str) -> Listing:
    """Return the listing of the package in ``folder``; ``shown`` is its name in findings."""
    kind = kind_of(folder)
    made = Listing(kind)
    if all(path.name.startswith(".") for path in folder.iterdir()):
        made.findings.append(trouble("PKG104", shown, "it is empty"))
    try:
        _READERS.get(kind, _nothing)(folder, made, shown)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, TahqiqError) as error:
        said = error.message if isinstance(error, TahqiqError) else error
        made.findings.append(trouble("PKG104", shown, " ".join(str(said).split())))
    return made


def _nothing(folder: Path, made: Listing, shown: str) -> None:
    made.free = (".*",)


def _bag(folder: Path, made: Listing, shown: str) -> None:
    declared = (folder / "bagit.txt").read_bytes().decode("utf-8", "replace")
    if re.search(r"BagIt-Version\s*:\s*1", declared) and not _DECLARATION.fullmatch(declared):
        made.findings.append(
            trouble("PKG104", f"{shown}/bagit.txt", "it is not the two lines of RFC 8493, 2.1.1")
        )
    encoding = re.search(r"Tag-File-Character-Encoding:\s*(\S+)", declared)
    made.free = (r"(?!data/).*",)
    for path in sorted(folder.iterdir()):
        manifest = _MANIFEST.fullmatch(path.name)
        if manifest is None:
            continue
        algorithm = _ALGORITHMS.get(manifest[2])
        if algorithm is None:
            made.findings.append(trouble("PKG104", f"{shown}/{path.name}", "an unknown digest"))
            continue
        text = path.read_text(encoding[1] if encoding else "utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                _manifest_line(line, algorithm, made, f"{shown}/{path.name}", number)


def _manifest_line(line: str, algorithm: str, made: Listing, shown: str, number: int) -> None:
    parts = line.split(None, 1)
    if len(parts) != 2:
        made.findings.append(trouble("PKG104", shown, f"line {number} is not a digest and a path"))
        return
    path = parts[1].lstrip("*").strip()
    for code, letter in (("%0A", "\n"), ("%0D", "\r"), ("%0a", "\n"), ("%0d", "\r"), ("%25", "%")):
        path = path.replace(code, letter)
    _add(made, path.removeprefix("./"), shown, algorithm, parts[0])


def _add(made: Listing, path: str, shown: str, algorithm: str = "", digest: str = "",
         size: int | None = None) -> None:  # fmt: skip
    """Record a file; one that leads out of the package is a finding and never opened."""
    if climbs(path):
        made.findings.append(trouble("PKG106", shown, path))
        return
    listed = made.file(path)
    if algorithm:
        known = listed.digests.setdefault(algorithm, digest.lower())
        if known != digest.lower():
            made.findings.append(trouble("PKG104", shown, f"two digests of {path}"))
    if size is not None:
        listed.size = size


def _object(folder: Path, made: Listing, shown: str) -> None:
    made.free = (r"0=.*", r"(.*/)?inventory\.json\.\w[\w-]*", r"logs/.*", r"extensions/.*")
    head = json.loads((folder / "inventory.json").read_bytes())
    content = re.escape(str(head.get("contentDirectory", "content")))
    # Other folders in a version are advised against, not forbidden (W002).
    made.free += (rf"v\d+/(?!{content}/)[^/]+/.*",)
    for inventory in [folder / "inventory.json", *sorted(folder.glob("v*/inventory.json"))]:
        _manifest(inventory, made, shown)
        for sidecar in sorted(inventory.parent.glob("inventory.json.*")):
            _sidecar(sidecar, inventory.relative_to(folder).as_posix(), made, shown)


def _manifest(inventory: Path, made: Listing, shown: str) -> None:
    """Record what one inventory of an OCFL object says: the older ones may use other digests."""
    values = json.loads(inventory.read_bytes())
    blocks = {values["digestAlgorithm"]: values["manifest"], **values.get("fixity", {})}
    for name, block in blocks.items():
        for digest, paths in block.items() if name in _ALGORITHMS else ():
            for path in paths:
                _add(made, path, shown, _ALGORITHMS[name], digest)


def _sidecar(sidecar: Path, path: str, made: Listing, shown: str) -> None:
    algorithm = _ALGORITHMS.get(sidecar.name.removeprefix("inventory.json."))
    said = _SIDECAR.fullmatch(sidecar.read_text("utf-8"))
    if said is None:
        made.findings.append(trouble("PKG104", f"{shown}/{path}", "its sidecar cannot be read"))
    elif algorithm:
        _add(made, path, shown, algorithm, said[1])


def _sip(folder: Path, made: Listing, shown: str) -> None:
    made.free = (r"METS\.xml", r"(.*/)?\.gitkeep")
    if not (folder / "METS.xml").is_file():
        return  # said by its requirement
    waiting, seen = ["METS.xml"], {"METS.xml"}
    while waiting:
        path = waiting.pop(0)
        root = tei.parse(folder / path, file=f"{shown}/{path}").getroot()
        base = PurePosixPath(path).parent
        # The specification leaves files unlisted; our own packages list all that they hold.
        made.strict = made.strict and any(one.text == "tahqiq" for one in root.iter(_NAME))
        for href, size, name, digest in _located(root):
            # A way up and down again is no way out.
            target = posixpath.normpath((base / href).as_posix())
            algorithm = _ALGORITHMS.get(name.replace("-", "").lower(), "")
            _add(made, target, f"{shown}/{path}", algorithm, digest, size)
            if target.endswith("/METS.xml") and target in made.files and target not in seen:
                seen.add(target)
                if (folder / target).is_file():
                    waiting.append(target)


def _located(root: Any) -> Iterator[tuple[str, int | None, str, str]]:
    """Yield address, size, algorithm and digest of what a METS file refers to."""
    for element in root.iter(f"{_METS}FLocat", f"{_METS}mdRef"):
        holder = element.getparent() if element.tag == f"{_METS}FLocat" else element
        address = urlsplit(element.get(_HREF, ""))
        if address.scheme not in ("", "file") or not address.path:
            continue
        size = holder.get("SIZE", "")
        yield (
            # As some systems write it.
            unquote(address.path).replace("\\", "/"), int(size) if size.isdigit() else None,
            holder.get("CHECKSUMTYPE", ""), holder.get("CHECKSUM", ""),
        )  # fmt: skip


def _crate(folder: Path, made: Listing, shown: str) -> None:
    values = json.loads((folder / _CRATE).read_bytes())
    graph = values["@graph"]
    root = next(one for one in graph if one["@id"] == "./")
    # Other crates may hold what they do not describe; ours list all.
    ours = "urn:tahqiq:crate:" in json.dumps(root.get("conformsTo", ""))
    made.free = (re.escape(_CRATE),) if ours else (".*",)
    for one in graph:
        kinds = one.get("@type", "")
        if "File" not in (kinds if isinstance(kinds, list) else [kinds]):
            continue
        address = urlsplit(one["@id"])
        if address.scheme or one["@id"].startswith("#"):
            continue
        digest = one.get("sha256", "")
        size = str(one.get("contentSize", ""))
        path = unquote(address.path).removeprefix("./")
        _add(made, path, f"{shown}/{_CRATE}", "sha256" if digest else "", digest,
             int(size) if ours and size.isdigit() else None)  # fmt: skip


_READERS = {BAG: _bag, OBJECT: _object, SIP: _sip, CRATE: _crate}
