"""The formatter: lines break in containers, and nothing that a document says changes."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tahqiq import tei
from tahqiq.cli import main
from tahqiq.errors import SourceError, SyntaxFault
from tahqiq.formatting import format_paths, formatted
from tahqiq.formatting.classes import CONTAINERS, LINES

ROOT = Path(__file__).parent.parent
CORPUS = sorted((ROOT.parent / "shared/corpus/al-muqtabas").glob("*.TEIP5.xml"))
REAL = [
    path
    for folder in ("edition", "schema", "tests/schema")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".xml", ".odd"} and not path.name.endswith(".compiled.xml")
]
BODY = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{}</body></text></TEI>'
BLOCKS = {"p", "ab", "list", "lg", "table", "listBibl", "div", "egXML"}


def said(content: bytes) -> list[tuple]:
    """Return everything of a document but white space between the children of containers."""
    found = []
    for node in tei.parse(content).getroot().iter():
        name = etree.QName(node) if isinstance(node.tag, str) else None
        texts = [node.text or "", *(child.tail or "" for child in node)]
        laid_out = name is not None and not "".join(texts).strip() and len(node)
        blocks = laid_out and {tei.local_name(one) for one in node.iterchildren("*")} <= BLOCKS
        if laid_out and ((name.namespace, name.localname) in CONTAINERS or blocks):
            texts = []
        found.append((str(node.tag), tuple(node.attrib.items()), tuple(texts)))
    return found


def body(inner: str) -> str:
    """Return what the formatter makes of the inside of a body."""
    text = formatted(BODY.format(inner).encode()).decode()
    return text.partition("    <body>\n")[2].rpartition("\n    </body>")[0]


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_the_repository_is_laid_out(path: Path) -> None:
    """Every TEI file and ODD of the repository is as the formatter leaves it."""
    assert path.read_bytes() == formatted(path.read_bytes(), file=str(path))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_a_journal_says_what_it_said(path: Path) -> None:
    """A real journal keeps every text, attribute and comment, and a second pass changes nothing."""
    before = path.read_bytes()
    after = formatted(before, file=str(path))
    assert (said(after), formatted(after)) == (said(before), after)


def test_the_journal_is_at_hand() -> None:
    """The journal lies beside the checkout, or this says that it was not tried."""
    if not CORPUS:
        pytest.skip("../shared/corpus is not there")
    assert len(CORPUS) == 8


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<div><p>نص</p><p>آخر</p></div>", "      <div>\n        <p>نص</p>\n        <p>آخر</p>\n      </div>"),
        ("<p>و<placeName>سرت</placeName>  و<hi>در</hi><hi>نة</hi></p>", "      <p>و<placeName>سرت</placeName>  و<hi>در</hi><hi>نة</hi></p>"),
        ("<p n = '1'   xml:id=\"p1\" >نص</p >", "      <p n='1' xml:id=\"p1\">نص</p>"),
        ("<p\n n='1'>نص</p>", "      <p\n        n='1'>نص</p>"),
        ("<p>قال <hi   rend='b' >نعم</hi ></p>", "      <p>قال <hi   rend='b' >نعم</hi ></p>"),
        ("<lg><l>صدر</l> <!-- عجز --></lg>", "      <lg>\n        <l>صدر</l> <!-- عجز -->\n      </lg>"),
        ("<lg>\n<!--  ملاحظة  --><l>صدر</l></lg>", "      <lg>\n        <!--  ملاحظة  -->\n        <l>صدر</l>\n      </lg>"),
        ("<p>أ</p>\n\n\n\n<p>ب</p>", "      <p>أ</p>\n\n      <p>ب</p>"),
        ("<div xml:space='preserve'> <p>أ</p> </div>", "      <div xml:space='preserve'> <p>أ</p> </div>"),
        ("<div> <![CDATA[ ]]><p>أ</p></div>", "      <div> <![CDATA[ ]]><p>أ</p></div>"),
        ("<p><![CDATA[<نص>]]> &lt; &#x644;</p>", "      <p><![CDATA[<نص>]]> &lt; &#x644;</p>"),
        ("<list><item>\n<p>أ</p>\n</item></list>", "      <list>\n        <item>\n          <p>أ</p>\n        </item>\n      </list>"),
        ("<list><item><p>أ</p></item></list>", "      <list>\n        <item><p>أ</p></item>\n      </list>"),
        ("<pb n='1'/><egXML xmlns='x'> <p/> </egXML>", "      <pb n='1'/>\n      <egXML xmlns='x'> <p/> </egXML>"),
    ],
)  # fmt: skip
def test_lines_break_in_containers_alone(before: str, after: str) -> None:
    """Children of containers stand on lines of their own; nothing else moves."""
    assert body(before) == after


def test_what_stands_outside_the_root_is_kept() -> None:
    """Declaration, instructions, doctype and comments keep their words, one a line."""
    before = (
        '<?xml version="1.0"?><?xml-model href="a.rng"?>\n\n<!DOCTYPE TEI [\n<!ENTITY ق "قال">\n]>'
        '<!-- رأس --><TEI xmlns="http://www.tei-c.org/ns/1.0"><text>&ق;</text></TEI><?end?>'
    )
    assert formatted(before.encode()).decode() == (
        '<?xml version="1.0"?>\n<?xml-model href="a.rng"?>\n<!DOCTYPE TEI [\n<!ENTITY ق "قال">\n]>\n'
        '<!-- رأس -->\n<TEI xmlns="http://www.tei-c.org/ns/1.0">\n  <text>&ق;</text>\n</TEI>\n<?end?>\n'
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1256", "iso-8859-6"])
def test_other_encodings_become_utf_8(encoding: str) -> None:
    """A file in another encoding is written in UTF-8 and says so."""
    name = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(encoding, encoding)
    text = f'<?xml version="1.0" encoding="{name}"?>\r\n<ab>رسالة القاضي\r\n</ab>'
    assert formatted(text.encode(encoding)).decode("utf-8") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ab>رسالة القاضي\n</ab>\n'
    )


def test_the_classes_do_not_overlap() -> None:
    """No element is both a container and a line."""
    assert frozenset() == CONTAINERS & LINES


NAMES = st.sampled_from(["div", "p", "list", "item", "hi", "choice", "note", "lg", "l", "pb"])
TEXTS = st.sampled_from(
    ["", " ", "\n  ", "نص", " و", "&amp;", "<!-- أ -->", "<![CDATA[<]]>", "<?x y?>"]
)
TREES = st.recursive(
    TEXTS,
    lambda inner: st.builds(
        lambda name, space, children: f"<{name}{space}n='1'>{''.join(children)}</{name}>",
        NAMES,
        st.sampled_from([" ", "\n   "]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)  # fmt: skip


@given(TREES)
def test_any_document_keeps_its_words(inner: str) -> None:
    """Whatever nests in whatever: the same document comes out, and comes out the same twice."""
    before = BODY.format(f"<div>{inner}</div>").encode()
    after = formatted(before)
    assert (said(after), formatted(after)) == (said(before), after)


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (b"<TEI>\n <text></TEI>", SyntaxFault, "x.xml:2:10"),
        ("<ab>نص".encode("utf-16-le"), SyntaxFault, "x.xml:1:7"),
        (b"<ab>\n\xd9\x84\xff</ab>", SourceError, "x.xml:2:2"),
        (b'<?xml version="1.0" encoding="x-unknown"?><ab/>', SourceError, "x-unknown"),
    ],
)
def test_what_cannot_be_read_says_where(content: bytes, error: type, said: str) -> None:
    """A file that is no XML gives its line and column."""
    with pytest.raises(error, match=said):
        formatted(content, file="x.xml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with a good file, one to lay out and one that is no XML."""
    (tmp_path / "a.xml").write_text("<ab>نص</ab>\n", "utf-8")
    (tmp_path / "b.xml").write_text(BODY.format("<p>نص</p>"), "utf-8")
    (tmp_path / "c.xml").write_text("<ab>", "utf-8")
    (tmp_path / "d.txt").write_text("<ab>", "utf-8")
    return tmp_path


def test_a_bad_file_stops_no_other(folder: Path, capsys) -> None:
    """Each file gets its own answer, as JSON too, and the worst of them is the exit code."""
    (folder / "b.xml").chmod(0o600)
    code = main(["format", "--json", str(folder)])
    records = json.loads(capsys.readouterr().out)
    assert (code, [one["status"] for one in records]) == (2, ["unchanged", "changed", "error"])
    assert (folder / "b.xml").read_text("utf-8").count("\n") == 7
    assert stat.S_IMODE((folder / "b.xml").stat().st_mode) == 0o600


def test_check_writes_nothing(folder: Path, capsys) -> None:
    """With --check a file that would change is named, left alone, and makes the exit code 1."""
    (folder / "c.xml").unlink()
    before = (folder / "b.xml").read_bytes()
    code = main(["format", "--check", str(folder)])
    shown = capsys.readouterr().out
    assert (code, shown, (folder / "b.xml").read_bytes()) == (1, f"{folder / 'b.xml'}\n", before)


def test_a_link_stays_a_link(folder: Path) -> None:
    """The file that a link leads to is written, not the link."""
    link = folder / "link.xml"
    link.symlink_to(folder / "b.xml")
    for one in format_paths([link]):
        one.write()
    assert (link.is_symlink(), (folder / "b.xml").read_text("utf-8").count("\n")) == (True, 7)


def test_standard_input_goes_to_standard_output() -> None:
    """``-`` reads one document and writes it."""
    made = subprocess.run(
        [sys.executable, "-m", "tahqiq", "format", "-"],
        input="<ab>نص</ab>".encode(),
        capture_output=True,
        check=True,
    )
    assert made.stdout.decode("utf-8").splitlines() == ["<ab>نص</ab>"]
