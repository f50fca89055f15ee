"""Packages received: judged as their authors say, never taken in damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import editions
import packed
from editions import run
from tahqiq.packages import digests
from tahqiq.packages.receiving import is_sound


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a package of each kind, of the same small edition."""
    return packed.every(tmp_path_factory.mktemp("packages"))


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
    packed.flip(bag, bag / "data/edition/texts/letter.xml")
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
