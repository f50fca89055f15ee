"""Packages that other programs write: what they may do otherwise, and what none of them may."""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
from pathlib import Path
from typing import Any

import pytest

import packed

Entity = dict[str, Any]
CREATIVE = {"@type": "CreativeWork", "about": {"@id": "./"}}
FILES = {"a.txt": b"1", "صورة 1.txt": b"2", "50%.txt": b"3"}
ELSEWHERE = "https://example.org/c/"


def crate(folder: Path, parts: list[Entity], name: str = "ro-crate-metadata.json") -> Path:
    """Write a crate that says of itself what it must, and of its parts what is given."""
    folder.mkdir(parents=True)
    for path, content in FILES.items():
        (folder / path).write_bytes(content)
    root = {"@id": "./", "@type": ["Dataset"], "hasPart": [{"@id": one["@id"]} for one in parts]}
    graph = [*parts, root, {"@id": name, **CREATIVE}]
    values = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
    (folder / name).write_text(json.dumps(values), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ({"@id": "a.txt", "@type": ["File", "SoftwareSourceCode"]}, ""),
        ({"@id": "a.txt", "@type": "File", "sha256": [hashlib.sha256(b"1").hexdigest()]}, ""),
        ({"@id": "%D8%B5%D9%88%D8%B1%D8%A9%201.txt", "@type": "File"}, ""),
        ({"@id": "./صورة 1.txt", "@type": "File"}, ""),
        ({"@id": "50%.txt", "@type": "File"}, ""),
        ({"@id": "https://example.org/b.tif", "@type": "File", "sha256": "0" * 64}, ""),
        ({"@id": "فارغ/", "@type": "Dataset"}, ""),
        ({"@id": "b.txt", "@type": ["File"]}, "PKG101"),
        ({"@id": "a.txt", "@type": "File", "sha256": "0" * 64}, "PKG103"),
        ({"@id": "../a.txt", "@type": "File"}, "PKG106"),
        ({"@id": "file:///etc/passwd", "@type": "File"}, "PKG106"),
    ],
)
def test_parts_of_a_crate(tmp_path: Path, part: Entity, code: str) -> None:
    """What lies elsewhere is left alone, what is said to lie here must, however it is written."""
    found = packed.codes(packed.received(crate(tmp_path / "crate", [part])))
    assert found == ([code] if code else [])


def test_a_crate_of_1_0(tmp_path: Path) -> None:
    """The metadata of RO-Crate 1.0 ends in jsonld."""
    missing = {"@id": "b.txt", "@type": "File"}
    made = crate(tmp_path / "crate", [missing], "ro-crate-metadata.jsonld")
    assert packed.codes(packed.received(made)) == ["PKG101"]


def test_a_detached_crate(tmp_path: Path) -> None:
    """A crate whose root and metadata have addresses of the web holds nothing itself."""
    made = crate(tmp_path / "crate", [{"@id": f"{ELSEWHERE}a.txt", "@type": "File"}])
    path = made / "ro-crate-metadata.json"
    text = path.read_text("utf-8").replace('"./"', f'"{ELSEWHERE}"')
    path.write_text(text.replace(f'"{path.name}"', f'"{ELSEWHERE}{path.name}"'), "utf-8")
    assert packed.codes(packed.received(made)) == []


def test_a_crate_in_a_bag(tmp_path: Path) -> None:
    """What a crate says is in it must be there, though the bag around it is whole."""
    import bagit

    made = crate(tmp_path / "crate", [{"@id": "b.txt", "@type": "File"}])
    bagit.make_bag(str(made))
    found = packed.received(made)
    assert (packed.codes(found), "data/b.txt" in packed.told(found)) == (["PKG101"], True)


def bag(folder: Path) -> Path:
    """Return a bag with two payload manifests, the second without one file."""
    (folder / "data").mkdir(parents=True)
    for name in ("أ.txt", "ب.txt"):
        (folder / "data" / name).write_text("نص", "utf-8")
    for algorithm, names in (("sha256", ("أ.txt", "ب.txt")), ("md5", ("أ.txt",))):
        digest = hashlib.new(algorithm, "نص".encode()).hexdigest()
        lines = "".join(f"{digest}  data/{name}\n" for name in names)
        (folder / f"manifest-{algorithm}.txt").write_text(lines, "utf-8")
    return folder


@pytest.mark.parametrize(("version", "codes"), [("0.97", []), ("1.0", ["PKG104"])])
def test_every_manifest_lists_all(tmp_path: Path, version: str, codes: list[str]) -> None:
    """Since BagIt 1.0, a manifest that does not list a payload file is wrong."""
    made = bag(tmp_path / "bag")
    declared = f"BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n"
    (made / "bagit.txt").write_text(declared, "utf-8")
    assert packed.codes(packed.received(made)) == codes


@pytest.mark.parametrize("suffix", ["", ".zip"])
def test_a_bag_that_lost_its_declaration_is_told_so(tmp_path: Path, suffix: str) -> None:
    """By the file that is missing, not by where it was unpacked; its other files are judged."""
    made = bag(tmp_path / "bag")
    (made / "data/أ.txt").write_text("غيره", "utf-8")
    path = Path(shutil.make_archive(str(made), "zip", tmp_path, "bag")) if suffix else made
    found = packed.received(path)
    said = f"{path.name}/bagit.txt the package does not describe itself as its kind must: there is"
    assert packed.codes(found) == ["PKG103", "PKG104"]
    assert (said in packed.told(found), "Errno" in packed.told(found)) == (True, False)


def test_what_is_to_be_fetched_is_listed(tmp_path: Path) -> None:
    """A file that fetch.txt names and no manifest lists is none of the bag's."""
    made = bag(tmp_path / "bag")
    declared = "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
    (made / "bagit.txt").write_text(declared, "utf-8")
    (made / "fetch.txt").write_text("https://example.org/a - data/ت.txt\n", "utf-8")
    assert "data/ت.txt stands in no manifest" in packed.told(packed.received(made))


DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
LINE = f"{hashlib.sha256('نص'.encode()).hexdigest()}  data/"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, ""),
        ({"manifest-sha256.txt": f"{LINE}أ.txt\n{LINE}ب.txt \r\n"}, ""),
        ({"manifest-sha256.txt": f"{LINE}أ.txt \n{LINE}ب.txt\n", "data/أ.txt ": "نص"}, "data/أ.txt"),
        ({"manifest-sha256.txt": f"{LINE}أ.txt\n{LINE}ب.txt\n{LINE}ت \n", "data/ت ": "نص"}, ""),
        ({"manifest-sha256.txt": f"\ufeff{LINE}أ.txt\n{LINE}ب.txt\n"}, "a byte-order mark"),
        ({"fetch.txt": "https://example.org/a 4 data/أ.txt\n"}, ""),
        ({"fetch.txt": "file:///etc/passwd - data/أ.txt\n"}, ""),
        ({"fetch.txt": "https://example.org/a four data/أ.txt\n"}, "line 1 is not an address"),
        ({"fetch.txt": "https://example.org/a 4 data/أ.txt\n\n"}, "line 2 is not an address"),
        (
            {"manifest-sha256.txt": f"{LINE}أ.txt\n{LINE}ب.txt\n{LINE}ت.txt\n",
             "fetch.txt": "https://example.org/a - data/ت.txt\n"},
            "still to be fetched, as data/ت.txt",
        ),
        ({"tagmanifest-sha256.txt": f"{'0' * 64}  tagmanifest-sha256.txt\n"}, "a tag manifest"),
        ({"tagmanifest-sha256.txt": ""}, "it does not list manifest-sha256.txt"),
    ],
)  # fmt: skip
def test_what_a_bag_lists(tmp_path: Path, files: dict[str, str], said: str) -> None:
    """Each fault of a list is named by what it is; what only looks like one is none."""
    made = bag(tmp_path / "bag")
    (made / "manifest-md5.txt").unlink()
    for name, text in {"bagit.txt": DECLARED, **files}.items():
        (made / name).write_bytes(text.encode())
    found = packed.received(made)
    assert (said in packed.told(found), packed.codes(found) == []) == (True, not said)
    assert "unpack" not in packed.told(found)


@pytest.mark.parametrize("own", [False, True])
def test_a_bag_from_within_its_folder(tmp_path: Path, own: bool) -> None:
    """What ``tar -cf bag.tar .`` makes of a bag: each name begins with a dot."""
    import bagit

    made = tmp_path / "bag"
    made.mkdir()
    for number in range(3):
        (made / f"صفحة {number}.tif").write_bytes(b"II*\0" * number)
    bagit.make_bag(str(made))
    with tarfile.open(tmp_path / "bag.tar", "w") as archive:
        archive.add(made, ".")
    assert packed.told(packed.received(tmp_path / "bag.tar", own=own)) == ""


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("beside", ["__MACOSX/bag/._bagit.txt", "._bag"])
def test_a_bag_from_macos(tmp_path: Path, beside: str, own: bool) -> None:
    """What its programs pack beside the folder of a bag does not hide that it is one."""
    import bagit

    made = tmp_path / "in/bag"
    made.mkdir(parents=True)
    (made / "صفحة.tif").write_bytes(b"II*\0")
    bagit.make_bag(str(made))
    (made / "data/صفحة.tif").write_bytes(b"MM\0*")
    (tmp_path / "in" / beside).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "in" / beside).write_bytes(b"\0\5\x16\7")
    path = Path(shutil.make_archive(str(tmp_path / "bag"), "zip", tmp_path / "in"))
    assert packed.codes(packed.received(path, own=own)) == ["PKG103"]


@pytest.fixture(scope="module")
def store(packages: dict[str, Path]) -> Path:
    """Return a storage root of ours."""
    return packages["ocfl"]


def test_a_root_of_another_layout(store: Path, tmp_path: Path) -> None:
    """A layout that the community has registered is no fault, whether ocfl-py knows it or not."""
    held = next(store.rglob("0=ocfl_object_1.1")).parent
    root = tmp_path / "root"
    shutil.copytree(held, root / "3c0/ff4/240/3c0ff4240c")
    (root / "0=ocfl_1.1").write_text("ocfl_1.1\n", "utf-8")
    layout = {"extension": "0004-hashed-n-tuple-storage-layout", "description": "hashed"}
    (root / "ocfl_layout.json").write_text(json.dumps(layout), "utf-8")
    assert packed.codes(packed.received(root)) == []


@pytest.mark.parametrize(("content", "codes"), [(b"new", []), (b"old", ["PKG103"])])
def test_a_version_in_the_making(
    store: Path, tmp_path: Path, content: bytes, codes: list[str]
) -> None:
    """What an object keeps in a mutable head (extension 0005) is compared, too."""
    made = tmp_path / "object"
    shutil.copytree(next(store.rglob("0=ocfl_object_1.1")).parent, made)
    head = made / "extensions/0005-mutable-head/head"
    (head / "content/r1").mkdir(parents=True)
    (head / "content/r1/new.txt").write_bytes(content)
    values = json.loads((made / "inventory.json").read_bytes())
    digest = hashlib.sha512(b"new").hexdigest()
    values["manifest"] = {digest: [(head / "content/r1/new.txt").relative_to(made).as_posix()]}
    inventory = json.dumps(values).encode()
    (head / "inventory.json").write_bytes(inventory)
    signed = f"{hashlib.sha512(inventory).hexdigest()} inventory.json\n"
    (head / "inventory.json.sha512").write_text(signed, "utf-8")
    assert packed.codes(packed.received(made)) == codes


def test_an_inventory_of_another_version(store: Path, tmp_path: Path) -> None:
    """What an object declares, its inventory must be written by, though ocfl-py takes any."""
    made = tmp_path / "object"
    shutil.copytree(next(store.rglob("0=ocfl_object_1.1")).parent, made)
    for path in (made / "inventory.json", made / "v1/inventory.json"):
        path.write_text(path.read_text("utf-8").replace("ocfl.io/1.1", "ocfl.io/1.0"), "utf-8")
        digest = hashlib.sha512(path.read_bytes()).hexdigest()
        path.with_name("inventory.json.sha512").write_text(f"{digest} inventory.json\r\n", "utf-8")
    assert packed.codes(packed.received(made)) == ["E038"]


@pytest.mark.parametrize(
    ("before", "said"), [("\ufeff", "a byte-order mark"), ("{", "invalid object key")]
)
def test_metadata_that_is_no_json(tmp_path: Path, before: str, said: str) -> None:
    """What is wrong with it is said in a line."""
    made = crate(tmp_path / "crate", [])
    path = made / "ro-crate-metadata.json"
    path.write_text(before + path.read_text("utf-8"), "utf-8")
    found = [one.message.en for one in packed.received(made).findings]
    assert (said in found[0], any("^" in one for one in found)) == (True, False)


METS = """<mets xmlns="http://www.loc.gov/METS/" xmlns:x="http://www.w3.org/1999/xlink"><fileSec>
<fileGrp><file {}><FLocat x:href="%D9%86%D8%B5.txt"/></file></fileGrp></fileSec></mets>"""


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (f'SIZE="4" CHECKSUMTYPE="SHA-256" CHECKSUM="{LINE.split(maxsplit=1)[0]}"', ""),
        ('SIZE="5"', "PKG103"),
        (f'SIZE="{"0" * 30}4"', ""),
        ('SIZE="000"', "PKG103"),
        ('SIZE="²"', ""),
        (f'SIZE="{"9" * 9999}"', "PKG104"),
        (f'CHECKSUMTYPE="SHA3-256" CHECKSUM="{hashlib.sha3_256("نص".encode()).hexdigest()}"', ""),
        ('CHECKSUMTYPE="SHA3-256" CHECKSUM="0"', "PKG103"),
        ('CHECKSUMTYPE="Adler-32" CHECKSUM="0"', "PKG117"),
    ],
)
def test_what_mets_says_of_a_file(tmp_path: Path, said: str, wanted: str) -> None:
    """Its address, size and digest, and that nobody here can make the digest."""
    (tmp_path / "نص.txt").write_text("نص", "utf-8")
    (tmp_path / "METS.xml").write_text(METS.format(said), "utf-8")
    found = {one.code for one in packed.received(tmp_path).findings}
    # Of what has no digest that is known, that is told besides.
    assert {one for one in found if one.startswith("PKG")} - {"PKG122"} == {wanted} - {""}


FOLDERS = {
    "by case": ("Data/a.txt", "data/b.txt"),
    "by a dot at the end": ("x./a.txt", "x/b.txt"),
    "with that of a file": ("x/a.txt", "X"),
    "with that of a picture": ("p/X.tif", "p/x.tif/a.tif"),
}


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("kind", ["zip", "tar"])
@pytest.mark.parametrize("how", FOLDERS)
def test_a_folder_whose_name_collides(tmp_path: Path, how: str, kind: str, own: bool) -> None:
    """What some file systems take for one folder is told of an archive, too, once."""
    for name in (*FOLDERS[how], "q/A.TXT", "q/b.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"1")
    path = Path(shutil.make_archive(str(tmp_path / "a"), kind, tmp_path / "in"))
    found = [one.code for one in packed.received(path, own=own).findings]
    assert found.count("TQ304") == 1


@pytest.mark.parametrize(
    ("declared", "wanted"),
    [
        ('[<!ATTLIST file SIZE CDATA "5">]', "PKG103"),
        ('SYSTEM "mets.dtd"', "it depends on a DTD outside of it"),
        ("[<!ELEMENT mets ANY> %more;]", "it depends on a DTD outside of it"),
        ('[<!ENTITY of "">]', "it has entities of its own"),
    ],
)
def test_what_a_dtd_says_of_mets(tmp_path: Path, declared: str, wanted: str) -> None:
    """What it says itself counts; what is said elsewhere would be left out without a word."""
    (tmp_path / "نص.txt").write_text("نص", "utf-8")
    text = METS.format("") if "ATTLIST" in declared else METS.format("").replace(".txt", "&of;.txt")
    (tmp_path / "METS.xml").write_text(f"<!DOCTYPE mets {declared}>{text}", "utf-8")
    found = packed.received(tmp_path)
    assert wanted in f"{packed.told(found)} {packed.codes(found)}"


def test_a_digest_of_no_kind_is_told(tmp_path: Path) -> None:
    """Of a digest in a METS file that does not say what it is, that is said."""
    (tmp_path / "نص.txt").write_text("نص", "utf-8")
    (tmp_path / "METS.xml").write_text(METS.format('CHECKSUM="0"'), "utf-8")
    assert "is not known: no CHECKSUMTYPE" in packed.told(packed.received(tmp_path))


def test_a_name_that_differs_by_its_end_is_told_so(tmp_path: Path) -> None:
    """Some systems lose a dot at an end: what is listed with one is called by its file."""
    (tmp_path / "نص.txt.").write_text("نص", "utf-8")
    (tmp_path / "METS.xml").write_text(METS.format('SIZE="4"'), "utf-8")
    assert "form or a dot or blank at an end" in packed.told(packed.received(tmp_path))
