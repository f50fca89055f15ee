"""What a package says that it holds: paths, sizes and digests, whatever its kind.

In: the folder of a package, without links. Out: a Listing over a Survey, and findings where it
cannot be read. Nothing outside of the folder is opened, whatever a listing names.
"""

from __future__ import annotations

import json
import os
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
from tahqiq.packages import sidecars
from tahqiq.packages.survey import Survey
from tahqiq.packages.trouble import trouble

BAG, OBJECT, ROOT, SIP, CRATE = "bagit", "ocfl-object", "ocfl", "sip", "rocrate"
# As manifests and inventories call them, and as hashlib does.
_ALGORITHMS = {
    **{name: name for name in "md5 sha1 sha224 sha256 sha384 sha512 blake2b blake2s".split()},
    **{f"sha3{mark}{size}": f"sha3_{size}" for mark in "-_" for size in (224, 256, 384, 512)},
    "blake2b-512": "blake2b",
}
_OBJECT = re.compile(r"0=ocfl_object_1\.\d")
_ROOT = re.compile(r"0=ocfl_1\.\d")
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9_-]+)\.txt")
_OWN_LINE = re.compile(r"[0-9a-f]+  [^\s*].*\n")
_SIDECAR = re.compile(r"([0-9a-fA-F]+)[ \t]+inventory\.json\r?\n?")
_DECLARATION = re.compile(
    r"BagIt-Version: \d\.\d+\r?\nTag-File-Character-Encoding: [\w.-]+(\r?\n)?"
)
# The names by which the kind of a package is told.
_TELLING = re.compile(
    r"bagit\.txt|data|(tag)?manifest-.*|0=.*|inventory\.json|METS\.xml|representations|ocfl_layout.*"
    r"|ro-crate-metadata\.json|edition|outputs|software"
)
# What a shell makes a path to somebody's home of: no bag has such a name in its base folder.
_HOMES = "~%"
# In a storage root of ours: the paths of objects by its layout, and where versions are made.
_OBJECTS = (r"([0-9a-f]{3}/){3}[^/]+/.*", r"extensions/tahqiq/.*")
_METS = "{http://www.loc.gov/METS/}"
_NAME = f"{_METS}name"
_HREF = "{http://www.w3.org/1999/xlink}href"
_CRATE = "ro-crate-metadata.json"


@dataclass(slots=True)
class Listing:
    """What a package says of itself; its files are in ``survey``.

    ``free`` are patterns of files that need not be listed; where not ``strict``, none must be.
    """

    kind: str
    survey: Survey
    free: tuple[str, ...] = ()
    strict: bool = True
    findings: list[Finding] = field(default_factory=list)


def kind_of(folder: Path) -> str:
    """Return what kind of package a folder is, or an empty string."""
    with os.scandir(folder) as entries:
        names = {one.name for one in entries if _TELLING.fullmatch(one.name)}
    if "bagit.txt" in names or ("data" in names and any(map(_MANIFEST.fullmatch, names))):
        return BAG
    if any(_OBJECT.fullmatch(name) for name in names) or "inventory.json" in names:
        return OBJECT
    # Without its declaration, too, a folder with a layout was meant to be one.
    if any(map(_ROOT.fullmatch, names)) or names & {"ocfl_layout.json", sidecars.LAYOUT}:
        return ROOT
    # Without its metadata, too, a folder with these three was a crate of ours.
    if _CRATE in names or {"edition", "outputs", "software"} <= names:
        return CRATE
    # Without its METS.xml, too, a folder of this shape was meant to be one.
    return SIP if "METS.xml" in names or "representations" in names else ""


def read(folder: Path, shown: str, survey: Survey) -> Listing:
    """Read the listing of the package in ``folder`` into a survey; ``shown`` is its name."""
    made = Listing(kind_of(folder), survey)
    with os.scandir(folder) as entries:
        if all(one.name.startswith(".") for one in entries):
            made.findings.append(trouble("PKG104", shown, "it is empty"))
    try:
        _READERS.get(made.kind, _nothing)(folder, made, shown)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, TahqiqError) as error:
        said = error.message if isinstance(error, TahqiqError) else error
        made.findings.append(trouble("PKG104", shown, " ".join(str(said).split())))
    return made


def _nothing(folder: Path, made: Listing, shown: str) -> None:
    made.free = (".*",)


def _beside(folder: Path, made: Listing, shown: str, name: str, algorithm: str) -> bool:
    """Record what a file of digests says, if it is there, and return whether it is."""
    made.free += (re.escape(name),)
    if not (folder / name).is_file():
        return False
    try:
        for path, digest in sidecars.entries(folder / name):
            _add(made, path, f"{shown}/{name}", algorithm, digest)
    except ValueError as error:
        made.findings.append(trouble("PKG104", f"{shown}/{name}", str(error)))
    return True


def _store(folder: Path, made: Listing, shown: str) -> None:
    """Record what a storage root says of what lies outside of its objects, if it is one of ours."""
    path = folder / "ocfl_layout.json"
    promised = path.is_file() and sidecars.LAYOUT in path.read_text("utf-8", "replace")
    made.free = _OBJECTS
    if _beside(folder, made, shown, sidecars.LAYOUT, "sha512"):
        return
    made.free = (".*",)
    if promised:
        made.findings.append(trouble("PKG101", f"{shown}/{sidecars.LAYOUT}"))


def _bag(folder: Path, made: Listing, shown: str) -> None:
    declared = (folder / "bagit.txt").read_bytes().decode("utf-8", "replace")
    if re.search(r"BagIt-Version\s*:\s*1", declared) and not _DECLARATION.fullmatch(declared):
        made.findings.append(
            trouble("PKG104", f"{shown}/bagit.txt", "it is not the two lines of RFC 8493, 2.1.1")
        )
    named = re.search(r"Tag-File-Character-Encoding:\s*(\S+)", declared)
    encoding = named[1] if named else "utf-8"
    ours = _is_ours(folder / "bag-info.txt", encoding)
    _fetched(folder, encoding, made, shown)
    made.free = (r"(?!data/).*",)
    for path in sorted(folder.iterdir()):
        manifest = _MANIFEST.fullmatch(path.name)
        if manifest is None:
            continue
        algorithm = _ALGORITHMS.get(manifest[2])
        if algorithm is None:
            made.findings.append(trouble("PKG104", f"{shown}/{path.name}", "an unknown digest"))
            continue
        with path.open(encoding=encoding) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    _manifest_line(line, algorithm, made, f"{shown}/{path.name}", number)
                if ours and not _OWN_LINE.fullmatch(line):
                    why = f"line {number} is not as its program writes it"
                    made.findings.append(trouble("PKG104", f"{shown}/{path.name}", why))


def _is_ours(path: Path, encoding: str) -> bool:
    """Return whether a bag says that it is of our making: its lines have one form alone then."""
    return path.is_file() and any(
        line.startswith("Bag-Software-Agent: tahqiq ")
        for line in path.read_text(encoding).splitlines()
    )


def _fetched(folder: Path, encoding: str, made: Listing, shown: str) -> None:
    """Note where ``fetch.txt`` leads out of the bag; nothing is fetched (RFC 8493, 2.2.3)."""
    path = folder / "fetch.txt"
    if path.is_file():
        with path.open(encoding=encoding) as lines:
            for name in (line.strip().split(None, 2)[-1] for line in lines if line.strip()):
                if climbs(name) or name[0] in _HOMES:
                    made.findings.append(trouble("PKG106", f"{shown}/fetch.txt", name))


def _manifest_line(line: str, algorithm: str, made: Listing, shown: str, number: int) -> None:
    parts = line.split(None, 1)
    if len(parts) != 2:
        made.findings.append(trouble("PKG104", shown, f"line {number} is not a digest and a path"))
        return
    path = parts[1].lstrip("*").strip()
    for code, letter in (("%0A", "\n"), ("%0D", "\r"), ("%0a", "\n"), ("%0d", "\r"), ("%25", "%")):
        path = path.replace(code, letter)
    if path[0] in _HOMES:
        made.findings.append(trouble("PKG106", shown, path))
        return
    _add(made, path.removeprefix("./"), shown, algorithm, parts[0])


def _add(made: Listing, path: str, shown: str, algorithm: str = "", digest: str = "",
         size: int | None = None) -> None:  # fmt: skip
    """Record a file; one that leads out of the package is a finding and never opened."""
    if climbs(path):
        made.findings.append(trouble("PKG106", shown, path))
        return
    if not (digest.islower() or digest.isupper() or digest.isdigit() or not digest):
        # No program writes such a one: a bit of it has turned.
        made.findings.append(trouble("PKG104", shown, f"a digest of mixed case, of {path}"))
    made.survey.lists(path, shown, algorithm, digest if algorithm else "", size)


def _object(folder: Path, made: Listing, shown: str) -> None:
    made.free = (r"0=.*", r"(.*/)?inventory\.json\.\w[\w-]*", r"logs/.*", r"extensions/.*")
    newest = (folder / "inventory.json").read_bytes()
    head = json.loads(newest)
    content = re.escape(str(head.get("contentDirectory", "content")))
    # Other folders in a version are advised against, not forbidden (W002).
    made.free += (rf"v\d+/(?!{content}/)[^/]+/.*",)
    _manifest(head, made, f"{shown}/inventory.json")
    for inventory in [folder / "inventory.json", *sorted(folder.glob("v*/inventory.json"))]:
        path = inventory.relative_to(folder).as_posix()
        # The newest version's is the object's own.
        if (older := inventory.read_bytes()) != newest:
            _manifest(json.loads(older), made, f"{shown}/{path}")
        for sidecar in sorted(inventory.parent.glob("inventory.json.*")):
            _sidecar(sidecar, path, made, shown)


def _manifest(values: Any, made: Listing, shown: str) -> None:
    """Record what one inventory of an OCFL object says: the older ones may use other digests."""
    blocks = {values["digestAlgorithm"]: values["manifest"], **values.get("fixity", {})}
    for name, block in blocks.items():
        for digest, paths in block.items() if name in _ALGORITHMS else ():
            for path in paths:
                _add(made, path, shown, _ALGORITHMS[name], digest)


def _sidecar(sidecar: Path, path: str, made: Listing, shown: str) -> None:
    algorithm = _ALGORITHMS.get(sidecar.name.removeprefix("inventory.json."))
    name = f"{shown}/{path.removesuffix('inventory.json')}{sidecar.name}"
    said = _SIDECAR.fullmatch(sidecar.read_text("utf-8"))
    if said is None:
        made.findings.append(trouble("PKG104", name, "it is no sidecar of an inventory"))
    elif algorithm:
        _add(made, path, name, algorithm, said[1])


def _sip(folder: Path, made: Listing, shown: str) -> None:
    made.free = (r"METS\.xml", r"(.*/)?\.gitkeep")
    if not (folder / "METS.xml").is_file():
        return  # said by its requirement
    has_digest = _beside(folder, made, shown, sidecars.METS, "sha256")
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
            if target.endswith("/METS.xml") and not climbs(target) and target not in seen:
                seen.add(target)
                if (folder / target).is_file():
                    waiting.append(target)
    if made.strict and not has_digest:
        made.findings.append(trouble("PKG101", f"{shown}/{sidecars.METS}"))


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


def _root(graph: list[Any]) -> Any:
    """Return what a crate says of itself as a whole (RO-Crate 1.2, root data entity)."""
    for one in graph:
        if str(one["@id"]).endswith(_CRATE) and "about" in one:
            about = one["about"]["@id"]
            return next((other for other in graph if other["@id"] == about), {})
    raise ValueError("nothing in the crate says what it is about")


def _crate(folder: Path, made: Listing, shown: str) -> None:
    made.free = (re.escape(_CRATE),)
    if not (folder / _CRATE).is_file():
        made.findings.append(trouble("PKG101", f"{shown}/{_CRATE}"))
        made.free = (".*",)
        return
    has_digest = _beside(folder, made, shown, sidecars.CRATE, "sha256")
    values = json.loads((folder / _CRATE).read_bytes())
    graph = values["@graph"]
    root = _root(graph)
    # Other crates may hold what they do not describe; ours list all.
    promised = json.dumps(root.get("conformsTo", ""))
    ours = "urn:tahqiq:crate:" in promised
    if ours and "urn:tahqiq:crate:1.0" not in promised and not has_digest:
        made.findings.append(trouble("PKG101", f"{shown}/{sidecars.CRATE}"))
    made.free = made.free if ours else (".*",)
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


_READERS = {BAG: _bag, OBJECT: _object, ROOT: _store, SIP: _sip, CRATE: _crate}
