"""Differences of two versions: told by unit and by word, as text and as a page."""

import re
import shutil
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from declared_texts import HEAD
from editions import run
from released import FIRST, edition
from tahqiq.release import release
from tahqiq.versions.differences import as_text, between, words


def test_differences_are_told_by_unit_and_word(tmp_path: Path) -> None:
    """A changed word, a new comma, a paragraph that moved, one that came and one that went."""
    old = edition(tmp_path / "a", [("p-a", "سافر إلى دَرْنة."), ("p-b", "ثم عاد."), ("p-c", "وكتب.")])
    new = edition(
        tmp_path / "b", [("p-0", "أوله."), ("p-a", "سافر إلى دَرْنة، وحده."), ("p-b", "ثم عاد.")]
    )
    comparison = between(old.texts, new.texts)
    assert as_text(comparison).split("\n") == [
        "rihla:1 paragraph added",
        "  {+أوله.+}",
        "rihla:1 → 2 paragraph moved and changed",
        "  سافر إلى دَرْنة{+، وحده+}.",
        "rihla:2 → 3 paragraph moved",
        "  ثم عاد.",
        "rihla:3 paragraph removed",
        "  [-وكتب.-]",
        "units that differ: 4; the same: 0",
    ]


def test_two_files_are_compared_whatever_they_are_called(tmp_path: Path) -> None:
    """A text without an id has the name of its file, which is another beside the old one."""
    deep = (Path(__file__).parent / "citable/deep.xml").read_text("utf-8")
    (tmp_path / "old.xml").write_text(
        re.sub(r"(<TEI\b[^>]*?) xml:id=\"[^\"]*\"", r"\1", deep), "utf-8"
    )
    shutil.copy(tmp_path / "old.xml", tmp_path / "new.xml")
    assert between([tmp_path / "old.xml"], [tmp_path / "new.xml"]).differences == ()


def test_headings_and_markup_are_told_of(tmp_path: Path) -> None:
    """Words of a chapter that are in none of its paragraphs count, and so does new markup."""
    deep = (Path(__file__).parent / "citable/deep.xml").read_text("utf-8")
    old, new = tmp_path / "old.xml", tmp_path / "new.xml"
    old.write_text(deep, "utf-8")
    changed = deep.replace("في المقام", "في المقام بها").replace("ثم عدنا", "<hi>ثم</hi> عدنا")
    new.write_text(changed.replace("<corr>درنة", "<corr>طبرق"), "utf-8")
    assert as_text(between([old], [new])).split("\n") == [
        "rihla:1.1:1 paragraph encoded anew",
        "rihla:1.2 chapter changed",
        "  في المقام{+ بها+}",
        "rihla:2.1:1 paragraph encoded anew",
        "units that differ: 3; the same: 11",
    ]
    edited = as_text(between([old], [new], reading=True))
    assert "[-درنة-]{+طبرق+}" in edited


def test_the_command_shows_differences_of_versions(tmp_path: Path) -> None:
    """Two releases, or the newest and today; 1 where anything differs; a page on demand."""
    release(edition(tmp_path), "1.0.0", "first")
    page = tmp_path / "changes.html"
    same = run("diff", "1.0.0", "-C", tmp_path)
    assert (same.returncode, same.stdout) == (0, "units that differ: 0; the same: 3\n")
    edition(tmp_path, [("p-a", "سافر إلى طبرق."), *FIRST[1:]])
    differ = run("diff", "latest", "-C", tmp_path, "--html", page)
    assert '<bdi dir="ltr">v1.0.0</bdi> ← الآن' in page.read_text("utf-8")
    assert (differ.returncode, "[-درنة-]{+طبرق+}" in differ.stdout) == (1, True)
    assert "<del>درنة</del>&zwnj;<ins>طبرق</ins>" in page.read_text("utf-8")
    assert run("diff", "3.0.0", "-C", tmp_path).returncode == 2


def test_what_declares_no_units_is_not_called_equal(tmp_path: Path) -> None:
    """Two files without a declaration cannot be compared; nor a file that is no TEI, or not there."""
    for name, verb in (("a", "سافر"), ("b", "عاد")):
        (tmp_path / f"{name}.xml").write_text(HEAD.format("<p/>", f"<p>{verb}</p>"), "utf-8")
    (tmp_path / "c.xml").write_text("<root/>", "utf-8")
    said = run("diff", tmp_path / "a.xml", tmp_path / "b.xml")
    assert (said.returncode, said.stderr.count("declares no citation")) == (2, 2)
    for name, reason in (("c", "is no TEI text"), ("d", "there is no such file")):
        said = run("diff", tmp_path / "a.xml", tmp_path / f"{name}.xml")
        assert (said.returncode, reason in said.stderr) == (2, True)


@given(st.text("ابت َ.،٣ a", max_size=30), st.text("ابت َ.،٣ a", max_size=30))
def test_words_make_both_texts(old: str, new: str) -> None:
    """Without what one version has alone, the pieces are the other."""
    pieces = words(old, new)
    assert "".join(piece.text for piece in pieces if piece.sign != "+") == old
    assert "".join(piece.text for piece in pieces if piece.sign != "-") == new
