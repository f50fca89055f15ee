"""A Typst document made into an archive's PDF.

In: the Typst source that print.xsl writes, the TEI and the plain text to embed. Out: one file that
claims PDF/A-3a and PDF/UA-1, the same bytes for the same input.
"""

from __future__ import annotations

import gc
import io
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tahqiq import fonts
from tahqiq.errors import TransformError
from tahqiq.files import sha256
from tahqiq.printing import typesetting, xmp
from tahqiq.textlayer import chunks, type_area

# How hard streams are pressed: the usual 6 takes half as long again, for files a sixteenth smaller.
_PRESSED: Final = 4
_ATTACH = (
    '#pdf.attach("{name}", read("{name}", encoding: none), relationship: "{relationship}",'
    ' mime-type: "{mime}", description: "{description}")\n'
)


def typeset(
    source: str,
    *,
    text_id: str,
    tei: bytes,
    text: bytes,
    font_folder: Path | None = None,
    warn: Callable[[str], None] = lambda _: None,
) -> bytes:
    """Return the PDF of a Typst document; ``warn`` gets each fault of its pages that was left.

    ``tei`` is embedded as the document's source (``<text_id>.xml``), ``text`` as an alternative of
    its content (``<text_id>.diplomatic.txt``). Raise TransformError where Typst refuses.
    """
    files = {f"{text_id}.xml": tei, f"{text_id}.diplomatic.txt": text}
    attached = _ATTACH.format(
        name=_literal(f"{text_id}.xml"),
        relationship="source",
        mime="application/tei+xml",
        description="The encoded text (TEI)",
    ) + _ATTACH.format(
        name=_literal(f"{text_id}.diplomatic.txt"),
        relationship="alternative",
        mime="text/plain",
        description="The text as received",
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        # The attachments come after the settings, which set the document's title first.
        (Path(folder) / "main.typ").write_text(source + "\n" + attached, encoding="utf-8")
        faces = [fonts.font_file("Regular").parent, *([font_folder] if font_folder else [])]
        try:
            made = typesetting.run(Path(folder), _inputs(files), faces)
        except TransformError as error:
            if "could not be displayed" in error.message:
                raise _letters_missing(source, faces) from None
            raise
    content, faults = _finished(made)
    for fault in (*made.left, *faults):
        warn(fault)
    return content


def _letters_missing(source: str, folders: list[Path]) -> TransformError:
    """Return the error that names the letters of a document that none of its fonts has."""
    from fontTools.ttLib import TTFont

    held: set[int] = set()
    for path in (path for folder in folders for path in folder.rglob("*.[ot]tf")):
        with TTFont(path, lazy=True) as face:
            held.update(face.getBestCmap())
    scripts: dict[str, list[str]] = defaultdict(list)
    for letter in sorted(set(source)):
        if letter > " " and ord(letter) not in held:
            scripts[unicodedata.name(letter, "").split(" ")[0].title()].append(letter)
    lacking = {name: found for name, letters in scripts.items() if (found := _lacking(letters))}
    # A letter of private use has no name, and looks like nothing.
    named = "; ".join(
        f"{name} {' '.join(letters[:8])}"
        if name
        else " ".join(f"U+{ord(x):04X}" for x in letters[:8])
        for name, letters in lacking.items()
    )
    return TransformError(
        f"no font has these letters: {named}",
        hint="put a font that has them into the folder that [print] fonts names",
    )


def _lacking(letters: list[str], most: int = 8) -> list[str]:
    """Return the first letters that nothing can set, found by halves."""
    if _can_be_set(letters):
        return []
    if len(letters) == 1:
        return letters
    half = len(letters) // 2
    found = _lacking(letters[:half], most)
    return [*found, *(_lacking(letters[half:], most - len(found)) if len(found) < most else [])]


def _can_be_set(letters: list[str]) -> bool:
    """Return whether Typst has a font for letters among its own, which are in no file."""
    with tempfile.TemporaryDirectory() as folder:
        shown = " ".join(f"\\u{{{ord(letter):x}}}" for letter in letters)
        source = f'#set document(title: "x")\n#set text(lang: "en")\n#"{shown}"'
        (Path(folder) / "main.typ").write_text(source, encoding="utf-8")
        try:
            typesetting.run(Path(folder), {}, [])
        except TransformError:
            return False
        return True


def _finished(made: typesetting.Set) -> tuple[bytes, list[str]]:
    """Return a set document with lines that read in order, and with all its metadata.

    Besides return what of its pages stands where it should not.
    """
    import pikepdf

    pikepdf.settings.set_flate_compression_level(_PRESSED)
    with pikepdf.open(io.BytesIO(made.content)) as pdf, _uncollected():
        faults = chunks.merge(pdf, made.area)
        packet = pdf.Root.Metadata
        packet.write(xmp.with_facts(bytes(packet.read_bytes()), made.facts))
        out = io.BytesIO()
        # The identifier of the file stays as Typst made it, so the same input is the same file.
        pdf.save(
            out,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
            deterministic_id=True,
        )
        return out.getvalue(), [f"page {page}: {type_area.LEFT[what]}" for page, what in faults]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for cycles, of which a book's many small objects have none."""
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()


def _inputs(files: dict[str, bytes]) -> dict[str, str]:
    """Return what the colophon says of the embedded files: their names and checksums."""
    inputs: dict[str, str] = {}
    for key, (name, content) in zip(("tei", "text"), files.items(), strict=True):
        inputs[f"{key}-name"] = name
        inputs[f"{key}-sha256"] = sha256(content)
    return inputs


def _literal(name: str) -> str:
    """Return a file's name as it stands within a string of Typst."""
    return name.replace("\\", "\\\\").replace('"', '\\"')
