"""What editors of other kinds of text encode: inscriptions, critical editions, dictionaries, files.

In: bodies of their TEI. Out: every form that the build makes of them, none of whose words is lost.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

import editions
from tahqiq.books import word
from tahqiq.books.epub import epub
from tahqiq.plaintext.editions import markdown, openiti, plain
from tahqiq.press.stylesheets import Press, Text
from test_print_foreign import pages, source

_PATHS = {
    "plain": "text/letter.txt", "diplomatic": "text/letter.diplomatic.txt",
    "markdown": "markdown/letter.md", "openiti": "openiti/letter.mARkdown",
}  # fmt: skip
FORMATS = ["tei", "html", "text", "markdown", "openiti", "epub", "docx"]
READING = ("plain", "markdown", "openiti", "epub", "docx", "print")


def _bare(xml: str) -> str:
    return re.sub(r"<[^>]*>", "", xml)


def _zipped(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [
            archive.read(one).decode()
            for one in archive.namelist()
            if name in one and one.endswith("ml")
        ]
    return _bare(re.sub(r"</(?:p|w:p|aside|h\d|w:footnote)>|<w:tab/>", " ", " ".join(parts)))


def form_of(name: str, body: str, language: str = "ar") -> str:
    """Return what one form says of a body, isolates taken away and white space settled."""
    if name == "print":
        said = pages(body, lang=language)
    else:
        text, press = Text("letter", source(body).encode()), Press((language, "ar", "en")[:2], 0)
        if name == "epub":
            said = _zipped(epub(text, press)["epub/letter.epub"], "/text-")
        elif name == "docx":
            said = _zipped(word.docx(text, press)["docx/letter.docx"], "word/")
        else:
            make = {"markdown": markdown, "openiti": openiti}.get(name, plain)
            said = make(text, press)[_PATHS[name]].decode()
    return " ".join(re.sub("[\u2066-\u2069\u200d\u200e]", "", said).split())


def is_proved(body: str, folder: Path) -> list[str]:
    """Return what ``tahqiq verify`` holds to be wrong in the forms of a body, but for its PDF."""
    editions.write(folder, body)
    (folder / "witnesses/letter.txt").unlink()
    (folder / "edition.toml").write_text(f"formats = {FORMATS!r}\n", encoding="utf-8")
    (folder / "texts/letter.xml").write_text(source(body), encoding="utf-8")
    built = editions.run("build", folder, "-o", folder / "build")
    assert built.returncode == 0, built.stdout + built.stderr
    told = editions.run("verify", folder).stdout
    return [line for line in told.splitlines() if line.startswith("FAILS")]


RESTORED = "<p>على أن <restore><del>يرد</del></restore> الإيصال <del>إلينا</del> غدًا</p>"


@pytest.mark.parametrize("form", [*READING, "diplomatic"])
def test_what_was_struck_out_and_restored_is_read(form: str) -> None:
    """A deletion that the scribe took back stands in the text, and is told nowhere as one."""
    said = form_of(form, RESTORED)
    assert "على أن يرد الإيصال" in said
    assert "«يرد»" not in said


def test_expanded_letters_of_an_inscription_are_not_received(tmp_path: Path) -> None:
    """What an expansion wrote out is in no form the received text, nor in the page's diplomatic view."""
    body = "<ab>بسم <expan>م<ex>يل</ex></expan> ثم قا<ex>ل</ex> " + RESTORED[3:-4] + "</ab>"
    assert is_proved(body, tmp_path) == []
