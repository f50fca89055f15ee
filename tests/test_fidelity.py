"""The text read back from each output, and the proofs made of it."""

from pathlib import Path

import pytest

from editions import BODY, WITNESSED, run, text, write
from tahqiq import resources, saxon
from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.fidelity import compare, of_html, of_plain, of_tei, plain_texts
from tahqiq.plaintext.concordance import Origin
from tahqiq.project import find
from tahqiq.tei import NS, parse
from tahqiq.verify import verify


def flow(body: str, **options: bool):
    """Return the text of a body."""
    return of_tei(parse(text(body).encode()), "letter.xml", **options)


def test_the_diplomatic_text_has_what_the_witness_has() -> None:
    """Mistakes stay, corrections, supplied letters and notes go."""
    assert flow(BODY).text == WITNESSED


def test_the_reading_text_has_the_corrections() -> None:
    """Corrections and what was supplied stand, mistakes and notes go."""
    assert flow(BODY, reading=True).text == "سافر إلى درنة ولسودان.\nقال إن 21 كتابًا وصلت."


def test_layout_of_the_file_is_not_text() -> None:
    """Line breaks of the file between and within paragraphs are folded."""
    assert flow("\n  <p>قفا\n   نبك</p>\n  <p>من ذكرى</p>\n").text == "قفا نبك\nمن ذكرى"


def test_two_spaces_of_a_witness_are_kept_when_it_counts() -> None:
    """Compared with a witness no white space is folded."""
    assert flow("<p>قفا  نبك</p>", exact=True).text == "قفا  نبك"


def test_a_joined_word_stays_joined() -> None:
    """Markup inside a word parts nothing."""
    assert flow("<p>و<placeName>سرت</placeName></p>").text == "وسرت"


def test_a_line_of_the_file_parts_no_word() -> None:
    """White space before a milestone that breaks no word is neither read nor published."""
    body = '<p>من <seg>كت</seg>\n <hi><lb break="no"/>اب</hi> قديم</p>'
    resolved = saxon.transform(resources.stylesheet("passes/10-resolve.xsl"), text(body).encode())
    paragraph = parse(resolved.principal.encode()).getroot().find("t:text//t:p", NS)
    assert flow(body).text == "".join(paragraph.itertext()) == "من كتاب قديم"


def test_gaps_that_follow_each_other_are_one() -> None:
    """Whether a page that begins between two stands in a line of its own is a format's layout."""
    expected = of_plain("أ\n[…][…]\nبجد".encode(), "w.txt")
    assert compare(expected, of_plain("أ\n[…]\n[…]\nبجد".encode(), "t.txt")) is None
    difference = compare(expected, of_plain("أ\n[…]\n[…]\nبحد".encode(), "t.txt"))
    assert (difference.expected_place, difference.actual_place) == ("w.txt:3", "t.txt:4")


def test_a_difference_names_its_place_on_both_sides() -> None:
    """The first difference is shown with file and line in both."""
    difference = compare(of_plain("أ\nبجد".encode(), "w.txt"), of_plain("أ\nبحد".encode(), "t.txt"))
    assert (difference.expected_place, difference.actual_place) == ("w.txt:2", "t.txt:2")


def test_a_page_gives_back_either_state() -> None:
    """Of a page's article the state that is asked for is read, numbers and notes aside."""
    page = """<main><article><p id="p1"><a data-edition="number">١</a>قال <span class="choice"><span
      class="sic">أن</span><span class="corr">إن</span></span><sup data-edition="note">١</sup></p></article></main>"""
    read = [of_html(page.encode(), "x", reading=state).text for state in (False, True)]
    assert read == ["قال أن", "قال إن"]


def test_a_wrapped_edition_is_unwrapped() -> None:
    """Numbers, note markers and line breaks are the edition's, the rest is the text."""
    lines = ["header عنوان", "p ¶١ قفا نبك[١] من", "p ذكرى", "blank ", "note [١] حاشية"]
    parts, plain = zip(*(line.split(" ", 1) for line in lines), strict=True)
    origins = [
        Origin(part, "", f"/{part}[1]", part != before)
        for before, part in zip(("", *parts), parts, strict=False)
    ]
    runs = plain_texts.reading("\n".join(plain).encode(), origins)
    assert plain_texts.flow(runs, "x").text == "قفا نبك من ذكرى"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A small edition, built."""
    build(
        find(write(tmp_path)),
        Options(("tei", "html", "text", "markdown", "openiti"), tmp_path / "build"),
        lambda _: None,
    )
    return tmp_path


def test_every_proof_of_a_build_holds(built: Path) -> None:
    """What was just built carries its source's text."""
    proofs = verify(find(built), built / "build")
    assert [proof for proof in proofs if not proof.holds] == []
    assert len(proofs) == 15


@pytest.mark.parametrize(
    "name",
    [
        "tei/letter.xml",
        "text/letter.txt",
        "text/letter.diplomatic.txt",
        "markdown/letter.md",
        "openiti/letter.mARkdown",
        "html/letter.html",
        "html/en/letter.html",
    ],
)
def test_one_letter_changed_in_an_output_is_found(built: Path, name: str) -> None:
    """A single letter that differs makes the proof of that file fail."""
    path = built / "build" / name
    path.write_text(path.read_text("utf-8").replace("وصلت", "وضلت"), encoding="utf-8")
    failed = {proof.file for proof in verify(find(built), built / "build") if not proof.holds}
    assert failed - {str(path.with_suffix(".lines.tsv"))} == {str(path)}


def test_a_line_that_leads_elsewhere_is_found(built: Path) -> None:
    """A line's place that names another paragraph makes the proof of the lines fail."""
    path = built / "build/text/letter.lines.tsv"
    path.write_text(path.read_text("utf-8").replace("/p[1]", "/p[2]"), encoding="utf-8")
    failed = [proof.file for proof in verify(find(built), built / "build") if not proof.holds]
    assert str(path) in failed


def test_a_text_that_left_its_witness_is_found(built: Path) -> None:
    """A witness that differs by one letter makes the first proof fail."""
    (built / "witnesses/letter.txt").write_text(WITNESSED.replace("درنة", "درنه"), encoding="utf-8")
    result = run("verify", built)
    assert (result.returncode, "letter.txt:1 has" in result.stdout) == (1, True)


def test_nothing_built_says_what_to_do(tmp_path: Path) -> None:
    """Without a build the command says to make one."""
    result = run("verify", write(tmp_path))
    assert (result.returncode, "run 'tahqiq build' first" in result.stderr) == (2, True)


def test_both_readers_part_what_is_written_as_data_and_join_what_is_one_line() -> None:
    """Of a title page and a described manuscript the proofs expect what the stylesheets write."""
    body = (
        "<titlePage><byline>تأليف <docAuthor>زيد</docAuthor></byline>"
        "<docImprint><pubPlace>مصر</pubPlace>، <docDate>١٢٨٨</docDate></docImprint></titlePage>"
        "<p><msDesc><msIdentifier><settlement>نزوى</settlement><idno>17</idno></msIdentifier>"
        "<physDesc><extent>59 ق<dimensions><height>21</height><width>15</width></dimensions>"
        "</extent></physDesc></msDesc></p>"
    )
    source = text(body).encode()
    params = {"form": "diplomatic", "lenient": True}
    made = saxon.transform(resources.stylesheet("text.xsl"), source, params=params).principal
    assert made == "تأليف زيد\nمصر، ١٢٨٨\nنزوى 17 59 ق 21 15"
    assert of_tei(parse(source), "x").text == made
