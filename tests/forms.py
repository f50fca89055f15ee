"""The forms that the build makes of a body of TEI. In: a body. Out: what each form says of it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import editions
from tahqiq.books import word
from tahqiq.books.epub import epub
from tahqiq.plaintext.editions import markdown, openiti, plain
from tahqiq.press.stylesheets import Press, Text
from test_print_foreign import source, typst

_PATHS = {
    "plain": "text/letter.txt", "diplomatic": "text/letter.diplomatic.txt",
    "markdown": "markdown/letter.md", "openiti": "openiti/letter.mARkdown",
}  # fmt: skip
FORMATS = ["tei", "html", "text", "markdown", "openiti", "epub", "docx"]
READING = ("plain", "markdown", "openiti", "epub", "docx", "print")


def bare(xml: str) -> str:
    """Return what stands between the tags."""
    return re.sub(r"<[^>]*>", "", xml)


def _zipped(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [
            archive.read(one).decode()
            for one in archive.namelist()
            if name in one and one.endswith("ml")
        ]
    apart = r"</(?:p|w:p|aside|h\d|w:footnote|div)>|<w:tab/>|<span class=.block"
    return bare(re.sub(apart, r" \g<0>", " ".join(parts)))


def _set(content: str) -> str:
    """Return what a Typst source sets: its strings, without the numbers that notes are known by."""
    content = re.sub(r'#(?:intervention|explanation)\("\d+", \d+, ("[^"]*")', r"\1", content)
    content = content[content.rindex("<text-start>") :]
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|([\s\[])', content)
    return re.sub(r"\\(.)", r"\1", "".join(one or " "[: len(gap)] for one, gap in found))


def form_of(name: str, body: str, language: str = "ar") -> str:
    """Return what one form says of a body, isolates taken away and white space settled."""
    if name == "print":
        said = _set(typst(body, lang=language))
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
