"""Packages for archives: made alike each time, and whole for those who know their kinds."""

from __future__ import annotations

import mimetypes
import zipfile
from pathlib import Path

import pytest

import editions
import packed
from editions import run
from tahqiq.errors import ProjectError
from tahqiq.packages import contents, kinds, packing, software
from tahqiq.packages.contents import Content
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.receiving import is_sound
from tahqiq.project import find


@pytest.mark.parametrize("kind", packed.KINDS)
def test_a_package_of_ours_is_sound(packages: dict[str, Path], kind: str) -> None:
    """What package makes, receive takes in without an error."""
    found = packed.received(packages[kind])
    assert (packed.codes(found), is_sound(found)) == ([], True)


def test_the_same_release_gives_the_same_bytes(packages: dict[str, Path], tmp_path: Path) -> None:
    """Packed again, elsewhere and later, a release is the same byte for byte, whatever its kind."""
    again = packed.every(tmp_path / "elsewhere")
    for kind, path in again.items():
        first = packages[kind]
        if path.is_dir():
            made, before = packed.files(path), packed.files(first)
            others = {name for name in made.keys() | before if made.get(name) != before.get(name)}
            assert (kind, sorted(others)) == (kind, [])
        else:
            assert path.read_bytes() == first.read_bytes()


def test_a_media_type_is_the_same_wherever_and_whenever_it_is_asked_for() -> None:
    """Whoever asks Python's mimetypes first brings in what the system's own files say."""
    mimetypes.add_type("text/x-of-this-system", ".ris")
    try:
        assert Content("outputs/letter.ris", b"", "output", "html").media_type == "text/plain"
    finally:
        mimetypes.init()
    assert Content("outputs/letter.bib", b"", "output").media_type == "application/x-bibtex"


def test_no_package_knows_where_it_was_made(packages: dict[str, Path]) -> None:
    """No path of the machine stands in a package: not of the edition, the build or the schemas."""
    places = {str(editions.REPOSITORY), str(packages["bagit"].parent), str(Path.home())} - {"/root"}
    told = [
        name
        for name, content in packed.files(packages["bagit"]).items()
        if any(place.encode() in content for place in places) and not name.endswith(".whl")
    ]
    assert told == []


def test_a_bag_is_valid_for_the_library_of_congress(packages: dict[str, Path]) -> None:
    """The bagit library finds our bag valid, and bagit-profile finds the claimed profile kept."""
    import bagit
    import bagit_profile

    from tahqiq.packages.bags import bag

    made = bagit.Bag(str(packages["bagit"]))
    judge = bagit_profile.Profile("urn:tahqiq:bagit-profile:1.0", profile=bag.profile())
    assert (made.is_valid(), judge.validate(made)) == (True, True)


def test_a_name_with_a_percent_sign_goes_into_no_bag(tmp_path: Path) -> None:
    """It is named, and no bag is made; a package of another kind takes the file in."""
    few, release = next(packed.releases())
    files = Ledger([*few, Content("edition/witnesses/٥٠%.tif", b"II*", "witness")])
    with pytest.raises(ProjectError, match=r"has a %") as raised:
        packing.written("bagit", tmp_path / "bag", files, release, alone=False)
    assert (str(raised.value.place), list(tmp_path.iterdir())) == ("edition/witnesses/٥٠%.tif", [])
    packing.written("sip", tmp_path / "sip", files, release, alone=False)
    assert [path.read_bytes() for path in (tmp_path / "sip").rglob("٥٠%.tif")] == [b"II*"]


def test_the_bagit_library_misses_a_name_with_a_percent_sign(tmp_path: Path) -> None:
    """It looks for a file that is called as RFC 8493 wants it written: why no bag of ours has one."""
    import bagit

    (tmp_path / "٥٠%.tif").write_bytes(b"II*")
    bagit.make_bag(str(tmp_path), checksums=["sha256"])
    manifest = tmp_path / "manifest-sha256.txt"
    manifest.write_text(manifest.read_text("utf-8").replace("%", "%25"), "utf-8")
    with pytest.raises(bagit.BagValidationError, match="not found on filesystem"):
        bagit.Bag(str(tmp_path)).validate(completeness_only=True)


def test_what_programs_leave_beside_witnesses_is_not_packed(tmp_path: Path) -> None:
    """Archivematica would take it away; the witnesses themselves are packed."""
    project = packed.edition(tmp_path / "edition")
    (project / "witnesses").mkdir(exist_ok=True)
    left = {"Thumbs.db", ".DS_Store", "رسالة.txt~"}
    for name in {*left, "صفحة ١.tif"}:
        (project / "witnesses" / name).write_bytes(b"II*")
    found = contents.gather(find(project), tmp_path / "build", {}, {})
    witnesses = {Path(one.path).name for one in found if one.role == "witness"}
    assert witnesses & {*left, "صفحة ١.tif"} == {"صفحة ١.tif"}


def test_an_object_is_valid_for_ocfl_py(packages: dict[str, Path]) -> None:
    """ocfl-py finds no error in our storage root."""
    from ocfl import StorageRoot

    root = StorageRoot(str(packages["ocfl"]))
    assert (root.validate(), root.num_objects, root.good_objects) == (True, 1, 1)


def test_a_crate_is_read_by_the_rocrate_library(packages: dict[str, Path]) -> None:
    """The rocrate library reads titles, licence and the provenance of an output."""
    from rocrate.rocrate import ROCrate

    crate = ROCrate(str(packages["rocrate"]))
    output = crate.dereference("outputs/text/letter.txt")
    action = crate.dereference("#build-text")
    assert (crate.name, crate.license[0].id) == ("A Letter", "https://example.org/l")
    assert {one.id for one in output["isBasedOn"]} >= {"edition/texts/letter.xml"}
    assert {one.id for one in action["object"]} >= {"edition/texts/letter.xml"}
    assert {one.id for one in action["instrument"]} == {"#tahqiq", "xslt/text.xsl"}


def test_the_wheel_runs_alone(tmp_path: Path) -> None:
    """The packed wheel is a wheel: unpacked, it is the whole program with its stylesheets."""
    content = software.wheel()
    path = tmp_path / "tahqiq.whl"
    path.write_bytes(content)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        record = archive.read(f"{software._DIST}/RECORD").decode().splitlines()
    assert {"tahqiq/cli.py", "tahqiq/xslt/html.xsl", "tahqiq/schema/edition.rng"} <= names
    assert {line.split(",")[0] for line in record} == names
    assert content == software.wheel()


def test_a_release_that_does_not_validate_is_refused(tmp_path: Path) -> None:
    """The findings are shown, the exit code is 1, and no package is made."""
    body = editions.BODY.replace("#place-derna", "#place-nowhere")
    made = run("package", packed.edition(tmp_path / "edition", body=body), "-o", tmp_path / "bag")
    assert (made.returncode, (tmp_path / "bag").exists()) == (1, False)
    assert "TQ001" in made.stderr


def test_a_release_without_a_day_is_refused(tmp_path: Path) -> None:
    """Nothing but the header may date a package."""
    project = packed.edition(
        tmp_path / "edition", said="<publicationStmt><p>test</p></publicationStmt>"
    )
    made = run("package", project, "-o", tmp_path / "bag")
    assert (made.returncode, made.stdout) == (2, "")
    assert "says no day of publication" in made.stderr


def test_a_package_is_never_written_over(packages: dict[str, Path]) -> None:
    """A second package at the same place is refused; the first stays as it is."""
    before = packed.files(packages["bagit"])
    project = packages["bagit"].parent / "edition"
    made = run("package", project, "-o", packages["bagit"])
    assert (made.returncode, packed.files(packages["bagit"])) == (2, before)


def test_the_edition_of_this_house_says_its_release() -> None:
    """Identifier, version and day of our edition come from its header."""
    from tahqiq.packages import release

    made = release.of(find(editions.REPOSITORY))
    assert made.identifier == "egyptian-airstrikes-2015"
    assert set(made.title) == {"ar", "en"}
    assert made.day >= "2026-11-24"


def test_kinds_are_told_apart(packages: dict[str, Path]) -> None:
    """What a folder is, is told by what lies in it."""
    found = {kind: kinds.kind_of(packages[kind]) for kind in packed.KINDS if kind != "zip"}
    assert found == {kind: kind for kind in found}
