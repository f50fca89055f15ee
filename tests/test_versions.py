"""Versions of an edition: what is frozen, what must be declared, where references lead."""

import hashlib
import html
import json
import random
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editions import run
from released import FIRST, Paragraphs, declare, edition
from tahqiq.errors import OutputError, ProjectError
from tahqiq.hosted import hosted, identifier
from tahqiq.project import Project, find
from tahqiq.release import release
from tahqiq.versions import declared, forwarding, header, loss
from tahqiq.versions.changes import changes
from tahqiq.versions.fates import History, stage
from tahqiq.versions.published import Entry, digest, read, written
from tahqiq.versions.releases import altered, named, releases


def codes(project: Project) -> list[tuple[str, str]]:
    return [(one.code, one.found) for one in loss.findings(project)]


def test_a_release_fixes_everything(tmp_path: Path) -> None:
    """Headers, changelog, checksums that Python alone computes, a register of all that is cited."""
    project = edition(tmp_path)
    folder = release(project, "1.0.0", "الإصدار الأول", "2026-11-26").folder
    assert folder is not None
    text = (tmp_path / "texts/rihla.xml").read_text("utf-8")
    assert '<edition n="1.0.0">Edition 1.0.0</edition>' in text
    assert '<date when="2026-11-26">2026-11-26</date>' in text
    assert (
        '<revisionDesc>\n      <change when="2026-11-26" n="1.0.0" xml:lang="ar">الإصدار الأول</change>'
        in text
    )
    assert "## [1.0.0] - 2026-11-26\n\nالإصدار الأول" in (tmp_path / "CHANGELOG.md").read_text(
        "utf-8"
    )
    record = json.loads((folder / "release.json").read_text("utf-8"))
    canonical = ET.canonicalize(from_file=folder / "texts/rihla.xml")
    assert record["sha256"]["texts/rihla.xml"] == hashlib.sha256(canonical.encode()).hexdigest()
    published = read((folder / "ids.tsv").read_bytes(), "ids.tsv")
    assert list(published) == ["rihla", "p-a", "p-b", "p-c", "rihla:1", "rihla:2", "rihla:3"]
    assert published["rihla:2"].digest == hashlib.sha256("ثم عاد.".encode()).hexdigest()


def test_nothing_but_the_header_changes(tmp_path: Path) -> None:
    """The body of a released text is the same, byte for byte."""
    project = edition(tmp_path)
    before = (tmp_path / "texts/rihla.xml").read_bytes()
    release(project, "1.0.0", "x & <y>", "2026-11-26")
    after = (tmp_path / "texts/rihla.xml").read_bytes()
    assert before.partition(b"</teiHeader>")[2] == after.partition(b"</teiHeader>")[2]


def test_a_release_is_never_changed(tmp_path: Path) -> None:
    """The same version cannot be made again, nor one before it; what was altered is found."""
    project = edition(tmp_path)
    folder = release(project, "1.0.0", "first", "2026-11-26").folder
    assert folder is not None
    with pytest.raises(OutputError, match="no release is ever changed"):
        release(project, "1.0.0", "again")
    with pytest.raises(ProjectError, match="comes before"):
        release(project, "0.9.0", "earlier")
    with pytest.raises(ProjectError, match="is no version"):
        release(project, "1.0", "short")
    with pytest.raises(ProjectError, match="is no date"):
        release(project, "1.1.0", "x", "gestern")
    assert altered(releases(project)[0]) == []
    text = folder / "texts/rihla.xml"
    text.write_text(text.read_text("utf-8").replace("درنة", "طبرق"), "utf-8")
    (folder / "texts/new.xml").write_text("<x/>", "utf-8")
    assert [path.name for path in altered(releases(project)[0])] == ["new.xml", "rihla.xml"]
    assert {code for code, _ in codes(project)} == {"TQ425"}


def test_a_failed_release_leaves_nothing_behind(tmp_path: Path) -> None:
    """Where its folder cannot be made, headers and changelog are as they were."""
    project = edition(tmp_path)
    (tmp_path / "releases").write_text("a file where a folder belongs", "utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(OutputError):
        release(project, "1.0.0", "first")
    assert {
        path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    } == before


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (FIRST, []),
        ([*FIRST, ("p-d", "زيد.")], []),
        ([("p-a", "سافر إلى طبرق."), *FIRST[1:]], [("TQ423", "p-a")]),
        (FIRST[:2], [("TQ421", "p-c")]),
        ([FIRST[0], ("p-z", "ثم عاد."), FIRST[2]], [("TQ421", "p-b")]),
        (
            [("p-0", "أوله."), *FIRST],
            [("TQ422", "rihla:1"), ("TQ422", "rihla:2"), ("TQ422", "rihla:3")],
        ),
    ],
)
def test_what_was_published_is_not_lost_in_silence(
    tmp_path: Path, now: Paragraphs, found: list[tuple[str, str]]
) -> None:
    """What vanished, moved or changed is told once; what is new is no loss."""
    release(edition(tmp_path), "1.0.0", "first")
    assert sorted(codes(edition(tmp_path, now))) == sorted(found)


def test_releases_are_not_twins_of_the_edition(tmp_path: Path) -> None:
    """Validation of the whole folder does not take the ids of a release for ids given twice."""
    release(edition(tmp_path), "1.0.0", "first")
    judged = run("validate", tmp_path, "--format", "json")
    assert (judged.returncode, "TQ004" in judged.stdout) == (0, False)


def test_a_build_fails_until_it_is_declared(tmp_path: Path) -> None:
    """The list says what to write; written, the build goes through."""
    release(edition(tmp_path), "1.0.0", "first")
    project = edition(tmp_path, [("p-a", "سافر إلى طبرق."), ("p-z", "ثم عاد.")])
    failed = run("build", tmp_path)
    assert (failed.returncode, failed.stderr.count("TQ42")) == (1, 3)
    listed = run("release", "--check", "-C", tmp_path)
    stub = loss.standing(project).stub
    assert (listed.returncode, stub in listed.stdout) == (1, True)
    declare(project, stub.replace('"?"', '"قُرئ من جديد"'))
    assert codes(project) == []
    assert run("build", tmp_path).returncode == 0


def test_declarations_lead_somewhere_and_are_wanted(tmp_path: Path) -> None:
    """A redirection to nothing is an error; a word on what did not change is told."""
    release(edition(tmp_path), "1.0.0", "first")
    project = edition(tmp_path, FIRST[:2])
    declare(project, '[redirected]\n"p-c" = "p-nowhere"\n[kept]\n"p-a" = "x"\n')
    assert codes(project) == [("TQ424", "p-nowhere"), ("TQ426", "p-a")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[kept", "not readable as TOML"),
        ("[gone]\n", "unknown table 'gone'"),
        ('[kept]\n"a" = 3\n', "'a' must be a text"),
        ('[withdrawn]\n"a" = ""\n', "'a' must have its reason"),
        ('[kept]\n"a" = "x"\n[withdrawn]\n"a" = "y"\n', "'a' is declared twice"),
        ("kept = 1\n", "'kept' must be a table"),
    ],
)
def test_a_faulty_declaration_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """Each in one line, with the file."""
    path = tmp_path / "changes.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ProjectError, match=re.escape(said)):
        declared.read(path)


@pytest.mark.parametrize(
    ("after", "proposed"),
    [
        # Two ids were swapped; an id was given to another paragraph, and its own a new one.
        ([("p-b", FIRST[0][1]), ("p-a", FIRST[1][1]), FIRST[2]], {"p-a": "p-b", "p-b": "p-a"}),
        ([("p-x", FIRST[0][1]), ("p-a", FIRST[1][1]), FIRST[2]], {"p-a": "p-x", "p-b": "p-a"}),
    ],
)
def test_an_id_given_to_something_else_is_told(
    tmp_path: Path, after: Paragraphs, proposed: dict[str, str]
) -> None:
    """The text of an id that stands under another one is proposed as where it went."""
    release(edition(tmp_path), "1.0.0", "first")
    now = loss.standing(edition(tmp_path, after))
    assert {one.key: one.to for one in now.undeclared if not one.old.is_reference} == proposed
    declare(find(tmp_path), now.stub)
    assert codes(find(tmp_path)) == []


def test_what_was_brought_back_is_there_again(tmp_path: Path) -> None:
    """A paragraph withdrawn in one release and there again in a later one is found by all before."""
    gone = [FIRST[0], FIRST[2]]
    for number, paragraphs in enumerate((FIRST, gone, FIRST)):
        project = edition(tmp_path, paragraphs)
        stub = loss.standing(project).stub.replace('"?"', '"سقطت سهوًا"')
        declare(project, stub)
        release(project, f"1.{number}.0", "", f"2026-11-{number + 10}")
    fate = History([stage(one) for one in releases(find(tmp_path))]).fate("p-b", "v1.0.0")
    assert (fate.key, fate.since, fate.changed) == ("p-b", "v1.2.0", False)


def test_a_chapter_follows_its_paragraphs() -> None:
    """What changed only because something within it changed needs no word of its own."""

    def made(**texts: str) -> dict[str, Entry]:
        return {
            key: Entry(key, "t", key, "chapter" if key != "chapter" else "", digest(words))
            for key, words in texts.items()
        }

    found = changes(
        made(chapter="أ ب", first="أ", second="ب"), made(chapter="أ ت", first="أ", second="ت")
    )
    assert [(one.key, one.follows) for one in found] == [("chapter", True), ("second", False)]


WORDS = "سافر عاد كتب قرأ درنة طبرق ليبيا كتاب رسالة شهر يوم صباح مساء قال سمع رأى".split()


def _changed(paragraphs: Paragraphs, chance: random.Random, number: int) -> Paragraphs:
    """Return paragraphs of which some were edited, renamed, removed, moved or put in."""
    made = list(paragraphs)
    for step in range(3):
        place = chance.randrange(len(made))
        words = " ".join(chance.choices(WORDS, k=5)) + "."
        match chance.randrange(6):
            case 0:
                made[place] = (made[place][0], words)
            case 1:
                made[place] = (f"p-{number}-{step}" if made[place][0] else "", made[place][1])
            case 2 if len(made) > 3:
                del made[place]
            case 3:
                made.insert(chance.randrange(len(made)), made.pop(place))
            case 4:
                made.insert(place, (f"p-{number}-{step}" if chance.random() < 0.8 else "", words))
            case _:
                made.insert(place, ("", words))
    return made


def _ten(folder: Path, seed: int) -> Project:
    """Return an edition with ten releases, each with its losses declared."""
    chance = random.Random(seed)
    paragraphs = [
        (f"p-{n}" if n % 4 else "", " ".join(chance.choices(WORDS, k=5)) + ".") for n in range(8)
    ]
    for number in range(10):
        project = edition(folder, paragraphs)
        stub = loss.standing(project).stub
        declare(project, stub.replace('"?"', '"لأن قراءته ظهر خطؤها"'))
        assert release(
            project, f"1.{number}.0", f"الإصدار {number}", f"2026-11-{number + 10}"
        ).folder
        paragraphs = _changed(paragraphs, chance, number)
    return edition(folder, [(id_, words) for id_, words in _last(folder)])


def _last(folder: Path) -> Paragraphs:
    text = (named(find(folder), "latest").folder / "texts/rihla.xml").read_text("utf-8")
    return [
        (match[1] or "", match[2])
        for match in re.finditer(r'<p(?: xml:id="([^"]+)")? n="\d+">([^<]+)', text)
    ]


@pytest.mark.parametrize("seed", range(6))
def test_every_reference_of_ten_releases_has_a_fate(tmp_path: Path, seed: int) -> None:
    """From any release on, whatever it published is there today, or was withdrawn with a reason."""
    history = History([stage(one) for one in releases(_ten(tmp_path, seed))])
    for one in history.stages:
        for key in one.entries:
            fate = history.fate(key, one.name)
            assert not fate.lost, (one.name, fate)
            assert fate.key in history.stages[-1].entries or fate.reasons, (one.name, fate)


def test_every_address_of_ten_releases_resolves(tmp_path: Path) -> None:
    """In every version each reference published so far has a page: it leads on, or says why not."""
    project = _ten(tmp_path, 7)
    built = run("build", tmp_path, "-f", "versions")
    assert (built.returncode, built.stderr) == (0, "")
    site = tmp_path / "build/site"
    every = releases(project)
    for number, one in enumerate(every):
        keys = {key for earlier in every[: number + 1] for key in earlier.entries}
        for key in keys:
            _resolves(site / one.name, key, key in one.entries)
    for key in {key for one in every for key in one.entries}:
        _resolves(site / "latest", key, key in every[-1].entries)
    listed = (site / "index.html").read_text("utf-8")
    assert [f'href="v1.{n}.0/index.html"' in listed for n in range(10)] == [True] * 10


def _resolves(version: Path, key: str, is_here: bool) -> None:
    page = version / forwarding.address(key)
    text = page.read_text("utf-8")
    goal = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', text)
    if goal is None:
        assert not is_here
        assert "ظهر خطؤها" in text
        goal = re.search(r'<a href="([^"]+)"', text)
        assert goal is not None
    name, _, anchor = html.unescape(goal[1]).partition("#")
    reached = page.parent / name
    assert reached.is_file(), (page, goal[1])
    if anchor:
        assert f' id="{anchor}"' in reached.read_text("utf-8")
    # An address of a page with a fragment, which no server sees, leads somewhere, too.
    if ":" not in key and key != "rihla":
        assert f' id="{key}"' in (version / "rihla.html").read_text("utf-8")


def test_a_text_that_is_renamed_leaves_its_page(tmp_path: Path) -> None:
    """Its old address leads to the new one, by page and by the rules of servers."""
    release(edition(tmp_path), "1.0.0", "first")
    (tmp_path / "texts/rihla.xml").unlink()
    project = edition(tmp_path, FIRST, "safar")
    declare(project, loss.standing(project).stub.replace('"?"', '"سُمِّي من جديد"'))
    assert codes(project) == []
    release(project, "2.0.0", "renamed")
    assert run("build", tmp_path, "-f", "versions").returncode == 0
    site = tmp_path / "build/site"
    assert "safar.html" in (site / "latest/rihla.html").read_text("utf-8")
    assert (site / "_redirects").read_text("utf-8") == "/latest/rihla.html /latest/safar.html 301\n"
    assert "Redirect 301 /latest/rihla.html /latest/safar.html\n" in (site / ".htaccess").read_text(
        "utf-8"
    )


def test_what_moves_in_a_text_that_is_renamed_is_declared(tmp_path: Path) -> None:
    """A paragraph without an id that has another number in the renamed text has a fate of its own."""
    release(edition(tmp_path, [("", "سافر زيد."), ("", "عاد عمرو.")]), "1.0.0", "first")
    (tmp_path / "texts/rihla.xml").unlink()
    project = edition(tmp_path, [("", "عاد عمرو."), ("", "سافر زيد.")], "safar")
    declare(project, loss.standing(project).stub)
    release(project, "2.0.0", "renamed")
    fate = History([stage(one) for one in releases(project)]).fate("rihla:1", "v1.0.0")
    assert (fate.key, fate.changed) == ("safar:2", False)


def test_a_line_of_a_divided_stanza_is_found_in_its_new_one() -> None:
    """Of a stanza and its only line, which have one text, a line that moved is the line."""
    old = {
        key: Entry(key, "t", "", key[:-2] if len(key) > 3 else "", digest(words))
        for key, words in {"t:1": "أ ب", "t:1.1": "أ", "t:1.2": "ب"}.items()
    }
    new = {
        key: Entry(key, "t", "", key[:-2] if len(key) > 3 else "", digest(words))
        for key, words in {"t:1": "أ", "t:1.1": "أ", "t:2": "ب", "t:2.1": "ب"}.items()
    }
    assert [one.to for one in changes(old, new) if one.key == "t:1.2"] == ["t:2.1"]


def test_a_later_change_leaves_the_pages_of_a_release(tmp_path: Path) -> None:
    """The site of an older version is byte for byte the same after the next."""
    release(edition(tmp_path), "1.0.0", "first")
    assert run("build", tmp_path, "-f", "versions").returncode == 0
    folder = tmp_path / "build/site/v1.0.0"
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    release(edition(tmp_path, [*FIRST, ("p-d", "زيد.")]), "1.1.0", "second")
    assert run("build", tmp_path, "-f", "versions").returncode == 0
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert "زيد." in (tmp_path / "build/site/latest/rihla.html").read_text("utf-8")


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_two_identifiers_have_one_name(one: str, other: str) -> None:
    """Not on a file system that takes upper and lower case for the same; and names lead back."""
    one, other = (text.encode("utf-8", "ignore").decode() for text in (one, other))
    assert (hosted(one).casefold() == hosted(other).casefold()) == (one == other)
    assert re.fullmatch(r"[a-z0-9._~-]{1,255}", hosted(one))
    assert len(hosted(one)) > 150 or identifier(hosted(one)) == one


@given(
    st.dictionaries(st.text(min_size=1, max_size=9), st.text("ab\t\n\\é", max_size=9), max_size=5)
)
def test_a_register_reads_back(entries: dict[str, str]) -> None:
    """Whatever letters keys have."""
    published = {
        key: Entry(key, "f", value, "", digest(value))
        for key, value in entries.items()
        if key.isprintable()
    }
    assert read(written(published), "x") == published


def test_a_changelog_takes_the_unreleased() -> None:
    """What stood under Unreleased stands under the version; without it, the note does."""
    version = header.Version("1.1.0", "2026-11-26", "قراءة")
    assert header.changelog(
        "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- x\n\n## [1.0.0] - y\n\n- z\n", version
    ) == (
        "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-11-26\n\n### Added\n\n- x\n\n## [1.0.0] - y\n\n- z\n"
    )
    assert header.changelog("# Changelog\n\n## [1.0.0] - y\n", version) == (
        "# Changelog\n\n## [1.1.0] - 2026-11-26\n\nقراءة\n\n## [1.0.0] - y\n"
    )
