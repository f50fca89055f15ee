"""Packages received: judged as their authors say, never taken in damaged."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

import editions
import packed
from editions import run
from tahqiq.packages import digests, sidecars
from tahqiq.packages.receiving import is_sound


@pytest.fixture
def package(packages: dict[str, Path], tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that gives a copy of a package, to be damaged."""
    return lambda kind: packed.copied(packages[kind], tmp_path / packages[kind].name)


def test_outputs_are_proven_by_making_them_again(package: Callable[[str], Path]) -> None:
    """With --rebuild, an output that the TEI does not give is named, though its digest is right."""
    bag = package("rocrate")
    text = bag / "outputs/text/letter.txt"
    text.write_text(text.read_text("utf-8").replace("درنة", "سرت"), "utf-8")
    described = bag / "ro-crate-metadata.json"
    values = json.loads(described.read_bytes())
    entry = next(one for one in values["@graph"] if one["@id"] == "outputs/text/letter.txt")
    size, made = digests.of_file(text, ("sha256",))
    entry.update(sha256=made["sha256"], contentSize=str(size))
    described.write_text(json.dumps(values), "utf-8")
    digest = sidecars.content(bag, [described.name], "sha256")
    (bag / sidecars.CRATE).write_bytes(digest)
    found = packed.received(bag, rebuild=True)
    places = [one.place.file for one in found.findings if one.code == "PKG111"]
    assert (packed.codes(packed.received(bag)), places) == ([], ["rocrate/outputs/text/letter.txt"])


@pytest.mark.parametrize("kind", packed.FOLDERS)
def test_every_damage_is_named(packages: dict[str, Path], tmp_path: Path, kind: str) -> None:
    """A package with one damage is not sound, and the damaged file is named (tests/slow: 1,000)."""
    found = [packed.missed(packages[kind], tmp_path / kind, seed) for seed in range(5)]
    assert [one for one in found if one] == []


@pytest.mark.parametrize("path", ["../outside", "/etc/passwd", "data/../../outside"])
def test_a_listing_cannot_lead_out(package: Callable[[str], Path], path: str) -> None:
    """A path that climbs out is named and never opened."""
    bag = package("bagit")
    with (bag / "manifest-sha256.txt").open("a") as manifest:
        manifest.write(f"{'0' * 64}  {path}\n")
    found = packed.received(bag)
    assert "PKG106" in packed.codes(found)


@pytest.mark.parametrize(("name", "told"), [("sip", []), ("حزمة", ["CSIP1"])])
def test_a_submission_package_is_called_as_it_says(
    package: Callable[[str], Path], name: str, told: list[str]
) -> None:
    """Where its folder has another name than METS gives it, that is a warning (CSIP1)."""
    sip = package("sip")
    found = packed.received(sip.rename(sip.with_name(name)))
    assert is_sound(found)
    assert [one.code for one in found.findings if one.code == "CSIP1"] == told


def test_a_truncated_archive_is_refused(package: Callable[[str], Path]) -> None:
    """Half an archive is a finding, not a package."""
    archive = package("zip")
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    found = packed.received(archive)
    assert (is_sound(found), "TQ308" in packed.codes(found)) == (False, True)


def test_a_sound_package_is_moved_with_its_reports(
    package: Callable[[str], Path], tmp_path: Path
) -> None:
    """With --to it goes there whole, and its report and PREMIS record beside it."""
    bag = package("bagit")
    before = packed.files(bag)
    made = run("receive", bag, "--to", tmp_path / "store", "--quarantine", tmp_path / "refused")
    assert (made.returncode, bag.exists()) == (0, False)
    assert packed.files(tmp_path / "store/bagit") == before
    assert {path.name for path in (tmp_path / "store").iterdir()} == {
        "bagit", "bagit.report.json", "bagit.report.txt", "bagit.premis.xml",
    }  # fmt: skip


def test_a_damaged_package_goes_to_quarantine(
    package: Callable[[str], Path], tmp_path: Path
) -> None:
    """It is never moved to the store; the reasons lie beside it."""
    bag = package("bagit")
    packed.flip(bag, bag / "data/edition/texts/letter.xml", random.Random(1))
    made = run("receive", bag, "--to", tmp_path / "store", "--quarantine", tmp_path / "refused")
    report = (tmp_path / "refused/bagit.report.txt").read_text("utf-8")
    assert (made.returncode, (tmp_path / "store").exists()) == (1, False)
    assert "letter.xml" in report


def test_a_plain_folder_is_judged_by_its_tei(tmp_path: Path) -> None:
    """Without any packaging, what counts is that every TEI file in it is well."""
    folder = tmp_path / "delivery"
    folder.mkdir()
    (folder / "a.xml").write_text(editions.text("<p>نص</p>").replace("</p>", "</q>"), "utf-8")
    found = packed.received(folder)
    assert packed.codes(found)[0].startswith("XML")


def test_a_name_may_break_lines(tmp_path: Path) -> None:
    """Of a plain folder nothing need be listed, whatever its files are called."""
    (tmp_path / "delivery").mkdir()
    (tmp_path / "delivery/نص\nرد.txt").touch()
    assert packed.codes(packed.received(tmp_path / "delivery")) == []


def bag(folder: Path, **more: object) -> Path:
    """Return a bag that the bagit library makes of one file."""
    import bagit

    folder.mkdir()
    (folder / "رسالة.txt").write_text("نص", "utf-8")
    bagit.make_bag(str(folder), **more)
    return folder


@pytest.mark.parametrize("digest", ["md5", "sha384", "sha3_256", "blake2b", "blake2s"])
def test_bags_of_others_may_use_any_digest(tmp_path: Path, digest: str) -> None:
    """What the bagit library writes is read, whatever it hashes with; one byte more is found."""
    made = bag(tmp_path / "bag", checksums=[digest])
    sound = packed.codes(packed.received(made))
    (made / "data/رسالة.txt").write_text("نص ", "utf-8")
    assert (sound, "PKG103" in packed.codes(packed.received(made))) == ([], True)


def test_a_bag_may_be_in_utf_16(tmp_path: Path) -> None:
    """Tag files are read in the encoding that bagit.txt names."""
    made = bag(tmp_path / "bag")
    for path in made.glob("tagmanifest-*"):
        path.unlink()
    for path in made.glob("*-*.txt"):
        path.write_text(path.read_text("utf-8"), "utf-16")
    (made / "bagit.txt").write_text(
        "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-16\n", "utf-8"
    )
    assert packed.codes(packed.received(made)) == []


@pytest.mark.parametrize("name", ["manifest-sha256.txt", "tagmanifest-sha512.txt", "bag-info.txt"])
def test_a_tag_file_in_another_encoding_is_named(package: Callable[[str], Path], name: str) -> None:
    """A byte that is no UTF-8 is told with its file and about its line."""
    bag = package("bagit")
    content = bytearray((bag / name).read_bytes())
    content[90] = 0xE4
    (bag / name).write_bytes(content)
    found = [one for one in packed.received(bag).findings if one.place.file == f"bagit/{name}"]
    assert any("it is not utf-8" in one.message.en.casefold() for one in found)


def test_what_is_to_be_fetched_is_missing(tmp_path: Path) -> None:
    """Nothing is fetched: a bag with holes is not whole, and a hole outside of it is named."""
    made = bag(tmp_path / "bag")
    (made / "fetch.txt").write_text("https://example.org/a 1 data/a\n", "utf-8")
    for path in made.glob("manifest-*"):
        size = len(path.read_text("utf-8").split()[0])
        path.write_text(f"{path.read_text('utf-8')}{'0' * size}  data/a\n", "utf-8")
    missing = packed.codes(packed.received(made))
    (made / "fetch.txt").write_text("https://example.org/a 1 ../a\n", "utf-8")
    assert ("PKG101" in missing, "PKG106" in packed.codes(packed.received(made))) == (True, True)


@pytest.mark.parametrize("name", ["ro-crate-metadata.json", "inventory.json", "METS.xml"])
@pytest.mark.parametrize("content", ["[" * 200_000, "[1]", "{}", '{"@graph": [1]}', "\x00", "<a>"])
def test_a_listing_of_nonsense_is_a_finding(tmp_path: Path, name: str, content: str) -> None:
    """Whatever stands in a listing, it is told, and the command goes on."""
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / name).write_text(content, "utf-8")
    found = packed.received(folder)
    assert (is_sound(found), str(tmp_path) in packed.told(found)) == (False, False)


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_crates_of_the_library_are_sound(tmp_path: Path, version: str) -> None:
    """What rocrate writes, as a folder or a ZIP file, is taken in; what it lacks is named."""
    from rocrate.rocrate import ROCrate

    source = tmp_path / "رسالة.txt"
    source.write_text("نص", "utf-8")
    crate = ROCrate(version=version)
    crate.name, crate.description, crate.license = "رسالة", "نص", "https://example.org/l"
    crate.add_file(str(source))
    crate.write(str(tmp_path / "crate"))
    crate.write_zip(str(tmp_path / "crate.zip"))
    sound = [packed.codes(packed.received(tmp_path / name)) for name in ("crate", "crate.zip")]
    (tmp_path / "crate/رسالة.txt").unlink()
    found = packed.codes(packed.received(tmp_path / "crate"))
    assert (sound, found) == ([[], []], ["PKG101"])


def test_files_of_digests_of_others_have_any_form(tmp_path: Path) -> None:
    """Nobody else promised one: a bare digest beside the metadata stands against nothing."""
    folder = tmp_path / "crate"
    folder.mkdir()
    about = {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"}}
    graph = [about, {"@id": "./", "@type": "Dataset"}]
    values = {"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph}
    (folder / "ro-crate-metadata.json").write_text(json.dumps(values), "utf-8")
    (folder / sidecars.CRATE).write_text("0" * 64, "utf-8")
    assert packed.codes(packed.received(folder)) == []


def test_a_storage_root_is_judged_besides_its_objects(package: Callable[[str], Path]) -> None:
    """Its declaration and its folders are OCFL's, too; a link anywhere in it bars the whole."""
    root = package("ocfl")
    (root / "stray").mkdir()
    (root / "stray/زيادة.txt").write_text("زيادة", "utf-8")
    stray = packed.codes(packed.received(root))
    (root / "stray/زيادة.txt").unlink()
    (root / "stray").rmdir()
    (root / "0=ocfl_1.1").write_text("ocfl_1.1", "utf-8")
    declared = packed.codes(packed.received(root))
    (root / "link").symlink_to("/etc")
    assert (stray, declared) == (["E072", "PKG102"], ["PKG103", "PKG104"])
    assert "TQ302" in packed.codes(packed.received(root))


def test_a_crate_without_its_metadata_is_told(package: Callable[[str], Path]) -> None:
    """A crate of ours that lost its metadata file is no plain folder."""
    crate = package("rocrate")
    (crate / "ro-crate-metadata.json").unlink()
    assert "rocrate/ro-crate-metadata.json" in packed.told(packed.received(crate))
    assert "PKG101" in packed.codes(packed.received(crate))
