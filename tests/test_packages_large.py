"""Packages that are too large to be judged whole: what is left out changes no judgment."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

import editions
import packed
from tahqiq.deliveries import bare, plain
from tahqiq.packages import addresses, kinds, lying, structure, taken, writing
from tahqiq.packages.crates import abridged as abridged_crates
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.objects import abridged as abridged_objects
from tahqiq.packages.objects import inventory, ocfl
from tahqiq.packages.pace import Pace
from tahqiq.packages.receiving import is_sound
from tahqiq.packages.submissions import abridged
from tahqiq.packages.survey import Seen, Survey

METS = """<mets xmlns="http://www.loc.gov/METS/" xmlns:x="http://www.w3.org/1999/xlink"><fileSec>
<fileGrp USE="Documentation" ID="g">
{files}
</fileGrp></fileSec><structMap><div><div LABEL="Documentation">
<fptr FILEID="f1"/>
<fptr FILEID="f9"/>
</div></div></structMap></mets>
"""
FILE = (
    '<file ID="f{0}" MIMETYPE="text/plain" SIZE="1" CREATED="2015-02-16" CHECKSUM="a"'
    ' CHECKSUMTYPE="MD5"><FLocat LOCTYPE="URL" x:type="simple" x:href="نص-{0}"/></file>'
)


def test_plain_files_are_left_out_of_mets(tmp_path: Path) -> None:
    """The first of a group stays, what lacks anything, and what points nowhere; lines stay lines."""
    lacking = FILE.format(3).replace(' SIZE="1"', "")
    files = "\n".join([FILE.format(0), FILE.format(1), FILE.format(2), lacking])
    (tmp_path / "METS.xml").write_text(METS.format(files=files), "utf-8")
    done = abridged.abridge(tmp_path / "METS.xml", tmp_path / "short.xml")
    kept = "\n".join([FILE.format(0), "", "", lacking])
    wanted = METS.format(files=kept).replace('<fptr FILEID="f1"/>', "")
    assert (done, (tmp_path / "short.xml").read_text("utf-8")) == (True, wanted)


def test_mets_in_another_encoding_is_judged_whole(tmp_path: Path) -> None:
    """Where bytes do not stand for themselves, nothing is left out."""
    text = f'<?xml version="1.0" encoding="UTF-16"?>{METS.format(files="")}'
    (tmp_path / "METS.xml").write_text(text, "utf-16")
    assert not abridged.abridge(tmp_path / "METS.xml", tmp_path / "short.xml")


@pytest.mark.parametrize("piece", [1, 7, 2**18])
def test_references_to_parts_are_left_out_of_a_crate(
    monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    """All but the last of a list go, wherever it is cut; what only looks like them stays."""
    monkeypatch.setattr(abridged_crates, "_PIECE", piece)
    parts = [{"@id": name} for name in ("أ.xml", 'ب".xml', "ج\\", "د.xml")]
    strange = [{"@id": "a"}, {"@id": "b", "name": "c"}, {"@id": "d"}]
    graph = [
        {"@id": "./", "hasPart": parts, "name": '"hasPart": [{"@id": "x"},'},
        {"@id": "x/", "hasPart": strange},
        {"@id": "y/", "hasPart": [], "z": {"hasPart": {"@id": "z"}}},
    ]
    wanted = json.loads(json.dumps(graph))
    wanted[0]["hasPart"], wanted[1]["hasPart"] = parts[-1:], strange[1:]
    for indent in (None, 1):
        text = json.dumps({"@graph": graph}, indent=indent)
        stream = abridged_crates.Abridged(io.BytesIO(text.encode()))
        assert (stream.read(0), json.loads(b"".join(iter(partial(stream.read, 9), b"")))) == (
            b"", {"@graph": wanted},
        )  # fmt: skip


def _changed(change: Callable[[dict[str, object]], None]) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        for path in (folder / "inventory.json", folder / "v2/inventory.json"):
            values = json.loads(path.read_bytes())
            change(values)
            path.write_text(json.dumps(values), "utf-8")
            path.with_name(inventory.SIDECAR).write_bytes(inventory.sidecar(path))

    return do


HARMS: dict[str, Callable[[Path], None]] = {
    "nothing": lambda folder: None,
    "a version without a date": _changed(lambda v: v["versions"]["v1"].pop("created")),  # type: ignore[index]
    "a content of no version": _changed(
        lambda v: v["manifest"].update({"0" * 128: ["v1/content/edition/a.xml"]})  # type: ignore[attr-defined]
    ),
    "a version that has changed": _changed(
        lambda v: v["versions"]["v1"]["state"].popitem()  # type: ignore[index]
    ),
    "a file of no inventory": lambda folder: (folder / "v1/content/زيادة").write_text("ز", "utf-8") and None,
    "an empty folder": lambda folder: (folder / "v1/content/فارغ").mkdir(),
    "no inventory of a version": lambda folder: (folder / "v1/inventory.json").unlink(),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_objects_are_judged_abridged_as_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    """Whatever is wrong with an object, ocfl-py says it of what is left of it, too."""
    for contents, release in packed.releases():
        ocfl.add(tmp_path / "object", Ledger(contents), release, alone=True)
    HARMS[harm](tmp_path / "object")
    survey = Survey()
    lying.note(tmp_path / "object", "object", survey)
    monkeypatch.setattr(abridged_objects, "_KEPT", 1)

    def said(least: int) -> list[str]:
        monkeypatch.setattr(structure, "_MANY", least)
        found = structure.judged(kinds.OBJECT, tmp_path / "object", "object", survey)
        # How a digest is called is another matter where several are.
        return [re.sub(r"[0-9a-f]{128}", "…", f"{one.code} {one.message.en}") for one in found]

    assert said(-1) == said(1000)


@pytest.fixture
def tar(tmp_path: Path) -> Path:
    """Return a TAR file of two files."""
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as made:
        for name in ("أ.txt", "ب.txt"):
            (tmp_path / name).write_text("نص", "utf-8")
            made.add(tmp_path / name, name)
    return path


@pytest.mark.parametrize("place", ["a header", "what lies between", "what follows", "an end"])
def test_a_broken_tar_is_no_shorter_one(tar: Path, place: str) -> None:
    """A broken header is not taken for the end, and nothing lies between files or after them."""
    content = bytearray(tar.read_bytes())
    with tarfile.open(tar) as opened:
        first, second = opened.getmembers()
    where = {
        "a header": second.offset_data - 512,
        "what lies between": first.offset_data + first.size,
        "what follows": -1,
        "an end": second.offset_data + 512,
    }[place]
    if place == "an end":
        del content[where:]
    else:
        content[where] ^= 1
    tar.write_bytes(content)
    assert not is_sound(packed.received(tar))


def test_the_last_record_of_our_tar_is_whole(tmp_path: Path) -> None:
    """Though all files are there, an archive that was cut within its last zeros is told."""
    path = tmp_path / "crate.tar"
    with writing.target(path, "2026-11-24", "") as target:
        target.put("صفحة.txt", b"1")
    sound = is_sound(packed.received(path))
    path.write_bytes(path.read_bytes()[:-100])
    assert (sound, packed.codes(packed.received(path))) == (True, ["TQ308"])


def test_every_header_of_our_zip_counts(packages: dict[str, Path], tmp_path: Path) -> None:
    """A bit of a time that nobody reads has turned: the file is named."""
    path = packed.copied(packages["zip"], tmp_path / "crate.zip")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x03\x04", 30) + 10] ^= 1
    path.write_bytes(content)
    found = packed.received(path)
    assert [one.code for one in found.findings if "header" in one.message.en] == ["TQ308"]


def test_what_nobody_reads_is_hashed_and_not_written(tmp_path: Path) -> None:
    """Of a picture in an archive its name and size are laid out; a bit of it counts all the same."""
    project = packed.edition(tmp_path / "edition")
    picture = project / "witnesses/صفحة.tif"
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes(b"II*\0" + bytes(range(256)) * 9)
    path = packed.packed(project, "zip", tmp_path / "crate")
    sound = is_sound(packed.received(path))
    content = path.read_bytes()
    path.write_bytes(content.replace(bytes(range(256)), bytes(255) + b"\1", 1))
    found = packed.received(path)
    assert (sound, "صفحة.tif" in packed.told(found), is_sound(found)) == (True, True, False)


PICTURES = '<p facs="../witnesses/صفحة.tif ../witnesses/ليست.tif">نص</p>'


@pytest.mark.parametrize(("kind", "suffix"), [("zip", ".zip"), ("bagit", ".tar"), ("ocfl", "")])
def test_pointers_lead_to_what_nobody_reads(tmp_path: Path, kind: str, suffix: str) -> None:
    """A picture that was not laid out is there for the TEI."""
    project = packed.edition(tmp_path / "edition")
    (project / "witnesses").mkdir(exist_ok=True)
    (project / "witnesses/صفحة.tif").write_bytes(b"II*\0")
    text = project / "texts/letter.xml"
    said = '<p facs="../witnesses/صفحة.tif" xml:id="letter-p1"'
    text.write_text(text.read_text("utf-8").replace('<p xml:id="letter-p1"', said), "utf-8")
    path = tmp_path / f"package{suffix}"
    assert packed.run("package", project, "--as", kind, "-o", path).returncode == 0
    assert packed.codes(packed.received(path)) == []


def test_a_picture_that_an_archive_lacks_is_told(tmp_path: Path) -> None:
    """What the TEI points to must be in the archive."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.xml").write_text(editions.text(PICTURES), "utf-8")
    path = tmp_path / "delivery.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.write(tmp_path / "texts/a.xml", "texts/a.xml")
        made.writestr("witnesses/صفحة.tif", b"II*\0")
    told = packed.told(packed.received(path))
    assert ("ليست.tif" in told, "صفحة.tif" in told) == (True, False)


def test_a_large_bag_in_an_archive_has_its_payload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a bag with more files than are laid out, what was seen of each is counted."""
    monkeypatch.setattr(taken, "_LAID", 0)
    project = packed.edition(tmp_path / "edition")
    for number in range(3):
        (project / "witnesses" / f"صفحة-{number}.tif").write_bytes(b"II*\0" * number)
    path = tmp_path / "bag.tar"
    assert packed.run("package", project, "-o", path).returncode == 0
    sound = packed.codes(packed.received(path))
    content = path.read_bytes()
    size = re.search(rb"Payload-Oxum: (\d+)", content)
    assert size is not None
    path.write_bytes(content.replace(size[0], size[0][:-1] + b"%d" % (9 - int(size[0][-1:]))))
    assert (sound, "the payload" in packed.told(packed.received(path))) == ([], True)


@pytest.mark.parametrize("own", [False, True])
def test_what_lists_an_archive_may_stand_anywhere(tmp_path: Path, own: bool) -> None:
    """A bag in a TAR file with its MD5 manifest first is judged by that, whatever comes last."""
    digest = hashlib.md5(b"II*\0").hexdigest()
    files = {
        "bag/bagit.txt": b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n",
        "bag/manifest-md5.txt": f"{digest}  data/a.tif\n".encode(),
        "bag/data/a.tif": b"II*\0",
        "bag/z.sha256": b"",
    }
    for content, codes in ((b"II*\0", []), (b"II*\1", ["PKG103"])):
        path = tmp_path / "bag.tar"
        with tarfile.open(path, "w") as made:
            for name, held in {**files, "bag/data/a.tif": content}.items():
                member = tarfile.TarInfo(name)
                member.size = len(held)
                made.addfile(member, io.BytesIO(held))
        assert packed.codes(packed.received(path, own=own)) == codes


def test_what_is_forgotten_of_an_archive_is_so_for_all(tmp_path: Path) -> None:
    """A process that asks the same tables meanwhile is neither kept out nor told otherwise."""
    seen = Seen(str(tmp_path / "taken"), "bag/")
    hashing = taken.Hashing(tmp_path / "taken", Pace(), whole=False, apart=None)
    for name in ("bag/data/a.tif", "bag/data/b.tif"):
        hashing.file(name, 0)
    hashing.close()
    with contextlib.closing(Survey(tmp_path / "survey")) as survey:
        survey.take(seen)
    one, other = Survey(tmp_path / "survey"), Survey(tmp_path / "survey")
    one.attach(Seen(str(tmp_path / "taken"), "none/"))
    one.forget()
    assert (list(one.files()), list(other.files())) == ([], [])


def test_a_file_of_the_name_of_a_folder_is_told(tmp_path: Path) -> None:
    """Two files of an archive that no file system can hold, of which nobody reads the first."""
    path = packed.packed(packed.edition(tmp_path / "edition"), "zip", tmp_path / "crate")
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("witnesses/a.tif", b"II*\0")
        made.writestr("witnesses/a.tif/b.tif", b"II*\0")
    assert "TQ304" in packed.codes(packed.received(path))


@pytest.mark.parametrize("name", ["a.xml", "رسالة/صفحة.tif", "ا" * 40, "x" * 101, "%d" * 500])
def test_our_tar_headers_are_those_of_the_library(name: str) -> None:
    """The headers that are written without it are the same bytes, and are known again."""
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = 511, 1_793_836_800, 0o644
    made = plain.header(name, member.size, int(member.mtime))
    found = plain.following(io.BytesIO(made), 0)
    assert (made, found) == (member.tobuf(tarfile.PAX_FORMAT), (name, 511, len(made) + 511))


def test_an_archive_is_hashed_where_a_report_records_it(tmp_path: Path) -> None:
    """Its own digest is in every report but that in text,."""
    tar = packed.every(tmp_path, ("zip",))["zip"]
    digest = hashlib.sha256(tar.read_bytes()).hexdigest()
    said = [
        editions.run("receive", tar, "--format", name).stdout for name in ("json", "premis", "text")
    ]
    asked = packed.received(tar, own=False), packed.received(tar, own=False, to=tmp_path / "store")
    assert [digest in one for one in said] == [True, True, False]
    assert [one.inputs[0].sha256 for one in asked] == ["", digest]


@pytest.mark.parametrize(
    "path", ["a/b-c_d.~tif", "صفحة ١.tif", "100%.tif", "a'b&c\"d", "a+b?c#d", "م%D9%"]
)
def test_addresses_are_those_of_the_library(path: str) -> None:
    """Paths are written as addresses, and read again, as urllib.parse does."""
    assert addresses.quoted(path) == quote(path)
    assert [addresses.unquoted(one) for one in (path, quote(path))] == [unquote(path), path]


def test_headers_count_beyond_what_32_bits_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the directory of a ZIP file of ours needs ZIP64, its headers are compared all the same."""
    monkeypatch.setattr(bare, "LIMIT", 1000)
    path = tmp_path / "crate.zip"
    with writing.target(path, "2026-11-24", "") as target:
        for number in range(40):
            target.put(f"صفحة-{number}.tif", bytes(100))
    monkeypatch.undo()
    content = bytearray(path.read_bytes())
    sound = is_sound(packed.received(path))

    def told(place: int) -> list[str]:
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        return packed.codes(packed.received(path))

    header, end = content.index("صفحة-30".encode()) - 20, content.rindex(b"PK\6\6") + 12
    assert (sound, told(header), told(end)) == (True, ["TQ308"], ["TQ308"])


def test_zip_records_are_those_of_the_library(tmp_path: Path) -> None:
    """Headers, directory and end are its bytes, also of files and places beyond 32 bits."""
    path, start, day = tmp_path / "far.zip", 2**33, (2026 - 1980) << 9 | 11 << 5 | 24
    entries = [(" صفحة.tif", 5, 0), ("a.tif", 2**32, 600), ("b.tif", 2**31, 2**32 + 700)]
    with zipfile.ZipFile(path, "w") as library:
        for name, size, at in entries:
            made = zipfile.ZipInfo(name, (2026, 11, 24, 0, 0, 0))
            made.create_system, made.external_attr = 3, 0o100644 << 16
            made.CRC, made.file_size, made.compress_size, made.header_offset = 7, size, size, at
            head = bare.header(name.encode(), size, 7, day)
            assert (head, len(head)) == (made.FileHeader(), bare.length(name.encode(), size))
            library.filelist.append(made)
        library.start_dir, library._didModify = start, True
    records = b"".join(bare.record(name.encode(), size, 7, at, day) for name, size, at in entries)
    with path.open("rb") as written:
        written.seek(start)
        assert written.read() == records + bare.ending(len(entries), len(records), start)
