"""Packages for archives: made alike each time, judged as their authors say, never taken in damaged."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import editions
from editions import run
from tahqiq.findings import Severity
from tahqiq.packages import listings, ocfl, software
from tahqiq.packages import store as stores
from tahqiq.packages.contents import Content
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.receiving import Options, is_sound, receive
from tahqiq.packages.release import Release
from tahqiq.project import find
from tahqiq.reports import Run

KINDS = ("bagit", "sip", "rocrate", "ocfl", "zip")
DATED = (
    "<publicationStmt><publisher>دار النشر</publisher><date when='2026-11-24'/>"
    "<idno type='edition'>letter</idno><availability><licence target='https://example.org/l'/>"
    "</availability></publicationStmt>"
)


def edition(folder: Path, *, said: str = DATED, body: str = editions.BODY) -> Path:
    """Write a small edition whose header says ``said`` of its publication."""
    editions.write(folder, body)
    path = folder / "texts/letter.xml"
    text = path.read_text("utf-8").replace(
        "<publicationStmt><p>test</p></publicationStmt>",
        f"<editionStmt><edition n='1.0.0'/></editionStmt>{said}",
    )
    path.write_text(text, "utf-8")
    return folder


def packed(project: Path, kind: str, target: Path) -> Path:
    """Return the package of a kind that the command makes."""
    if kind == "zip":
        target = target.with_suffix(".zip")
    made = run("package", project, "--as", kind, "-o", target)
    assert (made.returncode, made.stderr) == (0, "")
    return target


def received(path: Path, **options: object) -> Run:
    """Return the judgment of a package."""
    return receive(path, Options(**options), lambda _: None)  # type: ignore[arg-type]


def codes(found: Run) -> list[str]:
    """Return the codes of the errors, sorted."""
    return sorted({one.code for one in found.findings if one.severity == Severity.ERROR})


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a package of each kind, of the same small edition."""
    folder = tmp_path_factory.mktemp("packages")
    project = edition(folder / "edition")
    return {kind: packed(project, kind, folder / kind) for kind in KINDS}


@pytest.fixture
def package(packages: dict[str, Path], tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that gives a copy of a package, to be damaged."""

    def copy(kind: str) -> Path:
        source = packages[kind]
        target = tmp_path / source.name
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)
        return target

    return copy


def files(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_package_of_ours_is_sound(packages: dict[str, Path], kind: str) -> None:
    """What package makes, receive takes in without an error."""
    found = received(packages[kind])
    assert (codes(found), is_sound(found)) == ([], True)


def test_the_same_release_gives_the_same_bytes(packages: dict[str, Path], tmp_path: Path) -> None:
    """Packed again, elsewhere and later, a release is the same byte for byte."""
    again = edition(tmp_path / "elsewhere" / "edition")
    bag = packed(again, "bagit", tmp_path / "bagit")
    whole = packed(again, "zip", tmp_path / "zip")
    assert files(bag) == files(packages["bagit"])
    assert whole.read_bytes() == packages["zip"].read_bytes()


def test_a_bag_is_valid_for_the_library_of_congress(packages: dict[str, Path]) -> None:
    """The bagit library finds our bag valid, and bagit-profile finds the claimed profile kept."""
    import bagit
    import bagit_profile

    from tahqiq.packages import bag

    made = bagit.Bag(str(packages["bagit"]))
    judge = bagit_profile.Profile("urn:tahqiq:bagit-profile:1.0", profile=bag.profile())
    assert (made.is_valid(), judge.validate(made)) == (True, True)


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


def test_outputs_are_proven_by_making_them_again(package: Callable[[str], Path]) -> None:
    """With --rebuild, an output that the TEI does not give is named, though its digest is right."""
    bag = package("rocrate")
    text = bag / "outputs/text/letter.txt"
    text.write_text(text.read_text("utf-8").replace("درنة", "سرت"), "utf-8")
    described = bag / "ro-crate-metadata.json"
    values = json.loads(described.read_bytes())
    entry = next(one for one in values["@graph"] if one["@id"] == "outputs/text/letter.txt")
    size, made = stores.fixity.digests.of_file(text, ("sha256",))
    entry.update(sha256=made["sha256"], contentSize=str(size))
    described.write_text(json.dumps(values), "utf-8")
    found = received(bag, rebuild=True)
    places = [one.place.file for one in found.findings if one.code == "PKG111"]
    assert (codes(received(bag)), places) == ([], ["rocrate/outputs/text/letter.txt"])


def test_a_release_that_does_not_validate_is_refused(tmp_path: Path) -> None:
    """The findings are shown, the exit code is 1, and no package is made."""
    body = editions.BODY.replace("#place-derna", "#place-nowhere")
    made = run("package", edition(tmp_path / "edition", body=body), "-o", tmp_path / "bag")
    assert (made.returncode, (tmp_path / "bag").exists()) == (1, False)
    assert "TQ001" in made.stderr


def test_a_release_without_a_day_is_refused(tmp_path: Path) -> None:
    """Nothing but the header may date a package."""
    project = edition(tmp_path / "edition", said="<publicationStmt><p>test</p></publicationStmt>")
    made = run("package", project, "-o", tmp_path / "bag")
    assert (made.returncode, made.stdout) == (2, "")
    assert "says no day of publication" in made.stderr


def test_a_package_is_never_written_over(packages: dict[str, Path]) -> None:
    """A second package at the same place is refused; the first stays as it is."""
    before = files(packages["bagit"])
    project = packages["bagit"].parent / "edition"
    made = run("package", project, "-o", packages["bagit"])
    assert (made.returncode, files(packages["bagit"])) == (2, before)


# Damages: each takes a folder and a file in it, and does one thing to the package.


def flip(folder: Path, path: Path) -> str:
    """Turn one bit over."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return path.name


def drop(folder: Path, path: Path) -> str:
    """Remove a file."""
    path.unlink()
    return path.name


def add(folder: Path, path: Path) -> str:
    """Put a file beside another."""
    path.with_name("زيادة.txt").write_text("زيادة", "utf-8")
    return "زيادة.txt"


def recase(folder: Path, path: Path) -> str:
    """Rename a file by case alone."""
    path.rename(path.with_name(path.name.swapcase()))
    return path.name


def decompose(folder: Path, path: Path) -> str:
    """Rename a file into another Unicode form."""
    path.rename(path.with_name(unicodedata.normalize("NFD", f"é{path.name}")))
    return path.name


def link(folder: Path, path: Path) -> str:
    """Replace a file by a link to a copy of it outside."""
    outside = folder.parent / "outside"
    outside.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(outside)
    return path.name


def truncate(folder: Path, path: Path) -> str:
    """Cut a file short."""
    path.write_bytes(path.read_bytes()[:-1])
    return path.name


DAMAGES = (flip, drop, add, recase, decompose, link, truncate)


def damaged(folder: Path, seed: int) -> str:
    """Do one damage by chance, and return the name that must be told."""
    chance = random.Random(seed)
    every = sorted(p for p in folder.rglob("*") if p.is_file() and p.stat().st_size)
    # In a submission package a name may differ by case: that is a warning by intent.
    does = [one for one in DAMAGES if one is not recase or folder.name != "sip"]
    while True:
        path = chance.choice(every)
        done = chance.choice(does)
        if done is add and path.parent == folder and folder.name in ("bagit", "ocfl"):
            continue  # a tag file, or something in a storage root, that nobody must list
        if path.name.startswith(
            ("tagmanifest-", "inventory.json.", "0=", "ocfl_layout", "config.")
        ):
            continue
        return done(folder, path)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("kind", ["bagit", "sip", "rocrate", "ocfl"])
def test_every_damage_is_named(package: Callable[[str], Path], kind: str, seed: int) -> None:
    """A package with one damage is not sound, and the damaged file is named."""
    folder = package(kind)
    name = damaged(folder, seed)
    found = received(folder)
    told = " ".join(f"{one.place.file} {one.message.en}" for one in found.findings)
    assert (is_sound(found), name in told) == (False, True), told


@pytest.mark.parametrize("path", ["../outside", "/etc/passwd", "data/../../outside"])
def test_a_listing_cannot_lead_out(package: Callable[[str], Path], path: str) -> None:
    """A path that climbs out is named and never opened."""
    bag = package("bagit")
    with (bag / "manifest-sha256.txt").open("a") as manifest:
        manifest.write(f"{'0' * 64}  {path}\n")
    found = received(bag)
    assert "PKG106" in codes(found)


def test_a_truncated_archive_is_refused(package: Callable[[str], Path]) -> None:
    """Half an archive is a finding, not a package."""
    archive = package("zip")
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    found = received(archive)
    assert (is_sound(found), "TQ308" in codes(found)) == (False, True)


def test_a_sound_package_is_moved_with_its_reports(
    package: Callable[[str], Path], tmp_path: Path
) -> None:
    """With --to it goes there whole, and its report and PREMIS record beside it."""
    bag = package("bagit")
    before = files(bag)
    made = run("receive", bag, "--to", tmp_path / "store", "--quarantine", tmp_path / "refused")
    assert (made.returncode, bag.exists()) == (0, False)
    assert files(tmp_path / "store/bagit") == before
    assert {path.name for path in (tmp_path / "store").iterdir()} == {
        "bagit", "bagit.report.json", "bagit.report.txt", "bagit.premis.xml",
    }  # fmt: skip


def test_a_damaged_package_goes_to_quarantine(
    package: Callable[[str], Path], tmp_path: Path
) -> None:
    """It is never moved to the store; the reasons lie beside it."""
    bag = package("bagit")
    flip(bag, bag / "data/edition/texts/letter.xml")
    made = run("receive", bag, "--to", tmp_path / "store", "--quarantine", tmp_path / "refused")
    report = (tmp_path / "refused/bagit.report.txt").read_text("utf-8")
    assert (made.returncode, (tmp_path / "store").exists()) == (1, False)
    assert "letter.xml" in report


def test_a_plain_folder_is_judged_by_its_tei(tmp_path: Path) -> None:
    """Without any packaging, what counts is that every TEI file in it is well."""
    folder = tmp_path / "delivery"
    folder.mkdir()
    (folder / "a.xml").write_text(editions.text("<p>نص</p>").replace("</p>", "</q>"), "utf-8")
    found = received(folder)
    assert codes(found)[0].startswith("XML")


def releases(tmp_path: Path) -> Iterator[tuple[list[Content], Release]]:
    """Yield two releases of one edition: a file that stays, one that changes."""
    for number, word in enumerate(("أول", "ثان"), 1):
        release = Release(
            "letter", f"{number}.0.0", f"2026-11-0{number}", {"ar": "رسالة"}, {}, "دار", (), {}, ()
        )
        yield (
            [
                Content("edition/a.xml", b"<a/>", "text"),
                Content("edition/b.txt", word.encode(), "witness"),
            ],
            release,
        )


def test_an_object_grows_by_what_is_new(tmp_path: Path) -> None:
    """A second release adds one version with the new content alone; nothing old is written again."""
    store = tmp_path / "store"
    (first, one), (second, two) = releases(tmp_path)
    folder = ocfl.add(store, Ledger(first), one, alone=False)
    assert folder is not None
    before = files(folder / "v1")
    ocfl.add(store, Ledger(second), two, alone=False)
    new = {name for name in files(folder / "v2/content") if name.startswith("edition")}
    assert (files(folder / "v1"), new) == (before, {"edition/b.txt"})
    assert ocfl.add(store, Ledger(second), two, alone=False) is None


def test_a_release_cannot_change_in_a_store(tmp_path: Path) -> None:
    """The same version number with another content is refused."""
    from tahqiq.errors import OutputError

    store = tmp_path / "store"
    (first, one), (second, _) = releases(tmp_path)
    ocfl.add(store, Ledger(first), one, alone=False)
    with pytest.raises(OutputError, match="is there already"):
        ocfl.add(store, Ledger(second), one, alone=False)


def test_a_killed_extension_is_finished_by_the_next(tmp_path: Path) -> None:
    """Killed between the new version and the root inventory, an object is whole after the next."""
    store = tmp_path / "store"
    (first, one), (second, two) = releases(tmp_path)
    folder = ocfl.add(store, Ledger(first), one, alone=False)
    assert folder is not None
    old = {name: (folder / name).read_bytes() for name in ("inventory.json", ocfl._SIDECAR)}
    ocfl.add(store, Ledger(second), two, alone=False)
    whole = files(folder)
    for name, content in old.items():
        (folder / name).write_bytes(content)
    assert ocfl.add(store, Ledger(second), two, alone=False) is None
    assert files(folder) == whole


_KILLED = """
import sys, pathlib, os, signal
from tahqiq.packages import digests
steps = int(sys.argv[3])
real = digests.copied
def counted(source, target):
    global steps
    steps -= 1
    if steps == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(source, target)
digests.copied = counted
from tahqiq.cli import main
sys.exit(main(["package", sys.argv[1], "-o", sys.argv[2]]))
"""


@pytest.mark.parametrize("step", [1, 40])
def test_a_killed_run_leaves_no_half_package(tmp_path: Path, step: int) -> None:
    """Killed at any step there is no package, and the next run makes it and sweeps the rest."""
    project = edition(tmp_path / "edition")
    target = tmp_path / "out/bag"
    command = [sys.executable, "-c", _KILLED, project, target, str(step)]
    killed = subprocess.run(command, check=False, capture_output=True)
    assert (killed.returncode, target.exists()) == (-signal.SIGKILL, False)
    packed(project, "bagit", target)
    assert [path.name for path in target.parent.iterdir()] == ["bag"]


def test_a_store_is_looked_at_again(packages: dict[str, Path], tmp_path: Path) -> None:
    """Every package of a store is re-checked; what rotted is named with both digests."""
    store = tmp_path / "store"
    for kind in ("bagit", "ocfl", "sip"):
        shutil.copytree(packages[kind], store / kind)
    rotten = store / "sip/representations/access/data/outputs/text/letter.txt"
    rotten.write_bytes(rotten.read_bytes() + b" ")
    made = run("fixity", store, "--json")
    report = json.loads(made.stdout)
    names = [one["path"] for one in report["inputs"]]
    assert (made.returncode, len(names)) == (1, 3)
    assert [(one["code"], one["file"].split("/")[1]) for one in report["findings"]] == [
        ("PKG103", "sip")
    ]


def test_fixity_goes_on_where_it_stopped(
    packages: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that the stopped run has judged is not read again."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = tmp_path / "store"
    shutil.copytree(packages["bagit"], store / "bag")
    journal = stores.Journal(store, resume=False)
    journal.put("store/bag", [])
    (store / "bag/data/edition/texts/letter.xml").unlink()
    resumed = stores.check(store, stores.Options(resume=True), lambda _: None)
    anew = stores.check(store, stores.Options(), lambda _: None)
    assert ([one.code for one in resumed.findings], [one.code for one in anew.findings]) == (
        [],
        ["PKG101"],
    )


def test_the_edition_of_this_house_says_its_release() -> None:
    """Identifier, version and day of our edition come from its header."""
    from tahqiq.packages import release

    made = release.of(find(editions.REPOSITORY))
    assert made.identifier == "egyptian-airstrikes-2015"
    assert set(made.title) == {"ar", "en"}
    assert made.day >= "2026-11-24"


def test_kinds_are_told_apart(packages: dict[str, Path]) -> None:
    """What a folder is, is told by what lies in it."""
    found = {kind: listings.kind_of(packages[kind]) for kind in KINDS if kind != "zip"}
    assert found == {kind: kind for kind in found}
