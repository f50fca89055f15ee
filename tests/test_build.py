"""The verb build: what it makes, what it leaves, and how it fails."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from editions import BODY, WITNESSED, run, text, write
from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.project import find


def make(
    folder: Path, *, lenient: bool = False, formats: tuple[str, ...] = ("tei", "html", "text")
):
    """Build the edition in ``folder`` and return the report."""
    return build(find(folder), Options(formats, folder / "build", lenient), lambda _: None)


def files(folder: Path) -> dict[str, bytes]:
    """Return every file under ``folder`` by its path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_format_is_made(tmp_path: Path) -> None:
    """TEI, both texts, and the pages of both languages lie where they are promised."""
    write(tmp_path)
    report = make(tmp_path)
    assert report.exit_code == 0
    made = set(files(tmp_path / "build"))
    assert {
        "tei/letter.xml",
        "text/letter.txt",
        "text/letter.diplomatic.txt",
        "html/index.html",
        "html/letter.html",
        "html/letter.about.html",
        "html/places.html",
        "html/en/letter.html",
        "html/tei/letter.xml",
        "html/assets/style.css",
        "html/assets/amiri-regular.woff2",
    } <= made


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """The same edition in two folders is the same build."""
    make(write(tmp_path / "أ"))
    make(write(tmp_path / "ب"))
    assert files(tmp_path / "أ/build") == files(tmp_path / "ب/build")


def test_a_second_build_makes_nothing(tmp_path: Path) -> None:
    """With nothing changed nothing is made."""
    make(write(tmp_path))
    assert make(tmp_path).made == []


def test_a_changed_text_is_made_again(tmp_path: Path) -> None:
    """A change of the text shows in every format."""
    make(write(tmp_path))
    write(tmp_path, BODY.replace("كتابًا", "ديوانًا"))
    make(tmp_path)
    built = files(tmp_path / "build")
    assert all(
        "ديوانًا" in built[name].decode()
        for name in ("tei/letter.xml", "text/letter.txt", "html/letter.html")
    )


def test_an_output_that_was_altered_is_made_again(tmp_path: Path) -> None:
    """A page that someone changed by hand is put right by the next build."""
    make(write(tmp_path))
    page = tmp_path / "build/html/letter.html"
    before = page.read_bytes()
    page.write_text("عبث", encoding="utf-8")
    make(tmp_path)
    assert page.read_bytes() == before


def test_the_pages_of_a_removed_text_go(tmp_path: Path) -> None:
    """What an edition no longer has does not stay on its site."""
    write(tmp_path)
    (tmp_path / "texts/second.xml").write_text(text(name="second"), encoding="utf-8")
    make(tmp_path)
    (tmp_path / "texts/second.xml").unlink()
    make(tmp_path)
    assert [name for name in files(tmp_path / "build") if "second" in name] == []


def test_an_unknown_element_stops_a_strict_build_with_its_place(tmp_path: Path) -> None:
    """An element without a template is named with file, line and column."""
    write(tmp_path, '<p n="1">ورقة</p>\n<valItem>كتاب</valItem>')
    report = make(tmp_path)
    assert report.exit_code == 2
    assert f"{tmp_path}/texts/letter.xml:9:1: element <valItem> has no template" in str(
        report.failures[-1]
    )


def test_what_stops_several_formats_is_told_once(tmp_path: Path) -> None:
    """A strict build says of an element that no format knows where it stands, and says it once."""
    write(tmp_path, '<p n="1">ورقة</p>\n<valItem>كتاب</valItem>')
    told = run("build", tmp_path, "-f", "text", "-f", "pdf", "-f", "markdown").stderr.splitlines()
    assert len([line for line in told if "<valItem> has no template" in line]) == 1


def test_a_lenient_build_renders_the_content_and_warns_once(tmp_path: Path) -> None:
    """An element without a template is let pass with one warning for its name."""
    write(tmp_path, '<p n="1"><valItem>كتاب</valItem> <valItem>ثان</valItem></p>')
    report = make(tmp_path, lenient=True, formats=("text",))
    assert [warning for warning in report.warnings if "valItem" in warning] == [
        "element <valItem> has no template; its content is rendered "
        "(first at /TEI[1]/text[1]/body[1]/p[1]/valItem[1])"
    ]
    assert "كتاب ثان" in (tmp_path / "build/text/letter.txt").read_text("utf-8")


def test_a_broken_text_does_not_stop_the_others(tmp_path: Path) -> None:
    """One broken file is one line, and the other text is published."""
    write(tmp_path)
    (tmp_path / "texts/broken.xml").write_text("<TEI>\n<p>", encoding="utf-8")
    report = make(tmp_path)
    assert [str(failure).split(": ")[0] for failure in report.failures] == [
        f"{tmp_path}/texts/broken.xml:2:4"
    ]
    assert (tmp_path / "build/html/letter.html").is_file()


def test_a_text_with_the_name_of_a_page_is_no_page(tmp_path: Path) -> None:
    """A text called places would stand where the register does: it is told, and the other is published."""
    write(tmp_path)
    (tmp_path / "texts/places.xml").write_text(
        text(name="places").replace("letter-", "places-"), encoding="utf-8"
    )
    (tmp_path / "witnesses/places.txt").write_text(WITNESSED, encoding="utf-8")
    report = make(tmp_path, formats=("html", "text"))
    assert ["name of a page of the site: places" in str(one) for one in report.failures] == [True]
    assert {"places.txt", "letter.txt"} <= {path.name for path in tmp_path.rglob("*.txt")}
    assert b"places-p" not in (tmp_path / "build/html/places.html").read_bytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('<TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI>', "has no teiHeader"),
        ('<teiHeader xmlns="http://www.tei-c.org/ns/1.0"/>', "its root is <teiHeader>"),
    ],
)
def test_what_is_no_text_is_one_line(tmp_path: Path, content: str, said: str) -> None:
    """Not an error of a stylesheet, which nobody can mend in the text."""
    (write(tmp_path) / "texts/bare.xml").write_text(content, "utf-8")
    done = run("build", tmp_path, "--lenient", "-f", "text")
    assert (said in done.stderr, "XTTE" in done.stderr) == (True, False)


def test_a_reference_that_points_nowhere_is_a_finding(tmp_path: Path) -> None:
    """A register record that does not exist stops its text with the place of the pointer."""
    write(tmp_path, BODY.replace("#place-derna", "#place-durna"))
    report = make(tmp_path)
    assert (report.exit_code, [finding.code for finding in report.findings]) == (1, ["TQ001"])


def test_the_command_says_what_it_made_as_json(tmp_path: Path) -> None:
    """With --json standard output is one JSON value."""
    write(tmp_path)
    result = run("build", tmp_path, "--json", "-f", "text")
    assert json.loads(result.stdout)["made"] == [
        "text/letter.diplomatic.lines.tsv",
        "text/letter.diplomatic.txt",
        "text/letter.lines.tsv",
        "text/letter.txt",
    ]


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda folder: None, "no edition here"),
        (lambda folder: write(folder, "<p>"), "not well-formed"),
        (
            lambda folder: (write(folder) / "texts/letter.xml").write_bytes(
                text().encode("cp1256")
            ),
            "not UTF-8",
        ),
    ],
    ids=["no edition", "broken", "windows-1256"],
)
def test_wrong_input_is_one_line_and_exit_code_2(tmp_path: Path, prepare, message: str) -> None:
    """Each wrong input gives one clear line and exit code 2."""
    prepare(tmp_path)
    result = run("build", tmp_path)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert message in result.stderr


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="no /sys, which not even root can write to")
def test_a_read_only_folder_is_one_line(tmp_path: Path) -> None:
    """An output folder that may not be written to gives one line and exit code 2."""
    result = run("build", write(tmp_path), "-o", "/sys/tahqiq")
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert "permission is denied" in result.stderr


def test_an_output_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    """An output folder that is a file gives one line and exit code 2."""
    write(tmp_path)
    (tmp_path / "out").write_text("", encoding="utf-8")
    result = run("build", tmp_path, "-o", tmp_path / "out")
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)


def test_a_killed_build_leaves_whole_files(tmp_path: Path) -> None:
    """Killed at any moment, the build folder holds old or new files and no half ones."""
    make(write(tmp_path))
    old = files(tmp_path / "build")
    write(tmp_path, BODY.replace("كتابًا", "ديوانًا"))
    new = files_of_a_fresh_build(tmp_path)
    for delay in (0.15, 0.3, 0.45, 0.6):
        process = subprocess.Popen(
            [sys.executable, "-m", "tahqiq", "build", str(tmp_path)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for name, content in files(tmp_path / "build").items():
            if not Path(name).name.startswith(".tahqiq"):
                assert content in (old.get(name), new.get(name)), name


def files_of_a_fresh_build(folder: Path) -> dict[str, bytes]:
    """Return what a build of this state gives, made elsewhere."""
    build(find(folder), Options(("tei", "html", "text"), folder / "fresh", False), lambda _: None)
    return files(folder / "fresh")


def test_a_build_that_findings_stopped_is_not_up_to_date(tmp_path: Path) -> None:
    """After a build that findings stopped, the next one finds the same again."""
    edition = write(tmp_path, BODY.replace("places.xml#place-derna", "places.xml#place-nowhere"))
    assert [make(edition).exit_code for _ in range(2)] == [1, 1]


def test_a_text_without_a_title_is_called_by_its_id(tmp_path: Path) -> None:
    """No format has an empty title, and none is left out."""
    write(tmp_path)
    untitled = text().replace(
        '<title xml:lang="ar">رسالة</title><title xml:lang="en">A Letter</title>', "<title/>"
    )
    (tmp_path / "texts/letter.xml").write_text(untitled, "utf-8")
    names = ("html", "text", "markdown", "openiti", "epub", "docx", "pdf")
    report = make(tmp_path, lenient=True, formats=names)
    made = files(tmp_path / "build")
    assert report.failures == []
    assert b"<title>letter</title>" in made["html/letter.html"]
    assert made["text/letter.txt"].decode().startswith("\u2066letter\u2069\n")
    assert made["markdown/letter.md"].decode().startswith("# \u2066letter\u2069\n")
    assert {"epub/letter.epub", "docx/letter.docx", "pdf/letter.pdf"} <= made.keys()
