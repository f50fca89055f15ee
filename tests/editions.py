"""Small editions for tests. In: the pieces that a test is about. Out: files in a folder, or XML."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from pathlib import Path
from typing import cast

from tahqiq import cli

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"
TEXT = REPOSITORY / "edition/texts/egyptian-airstrikes-2015.xml"
WITNESS = REPOSITORY / "edition/witnesses/report.txt"

_TEXT = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{name}">
<teiHeader xml:lang="en"><fileDesc>
<titleStmt><title xml:lang="ar">رسالة</title><title xml:lang="en">A Letter</title></titleStmt>
<publicationStmt><p>test</p></publicationStmt>
<sourceDesc><listWit><witness><ptr target="../witnesses/{name}.txt"/></witness></listWit></sourceDesc>
</fileDesc></teiHeader>
<text xml:lang="ar"><body>{body}</body></text>
</TEI>
"""

_PLACES = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="places">
<teiHeader><fileDesc><titleStmt><title>Places</title></titleStmt>
<publicationStmt><p>test</p></publicationStmt><sourceDesc><p>test</p></sourceDesc></fileDesc></teiHeader>
<standOff><listPlace>
<place xml:id="place-derna"><placeName type="main" xml:lang="ar">درنة</placeName>
<placeName type="main" xml:lang="en">Derna</placeName></place>
<place xml:id="place-sudan"><placeName type="main" xml:lang="ar">السودان</placeName>
<placeName type="main" xml:lang="en">Sudan</placeName></place>
</listPlace></standOff>
</TEI>
"""

BODY = (
    '<p xml:id="letter-p1" n="1">سافر إلى <placeName ref="../registers/places.xml#place-derna">درنة</placeName>'
    ' و<placeName ref="../registers/places.xml#place-sudan">لسودان</placeName>.</p>\n'
    '<p xml:id="letter-p2" n="2">قال <choice><sic>أن</sic><corr>إن</corr></choice> 21 كتابًا'
    ' وصلت<note xml:id="letter-note-1">عددها 21.</note><supplied reason="omitted">.</supplied></p>'
)
WITNESSED = "سافر إلى درنة ولسودان.\nقال أن 21 كتابًا وصلت"


def text(body: str = BODY, name: str = "letter") -> str:
    """Return a small TEI text with the given body."""
    return _TEXT.format(name=name, body=body)


def write(folder: Path, body: str = BODY, witness: str = WITNESSED) -> Path:
    """Write a whole small edition into ``folder`` and return it."""
    files = {
        "edition.toml": 'formats = ["tei", "html", "text"]\n',
        "texts/letter.xml": text(body),
        "registers/places.xml": _PLACES,
        "witnesses/letter.txt": witness,
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


# These fork the processes that judge, which wants a process with nothing heavy loaded.
_FORKING = ("validate", "fix", "fixity", "receive", "corpus")


def run(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in this process where it may: its stylesheets are compiled."""
    given = [str(one) for one in arguments]
    return _run_apart(given, cwd) if given[0] in _FORKING else _run_here(given, cwd)


def _run_here(given: list[str], cwd: Path | None) -> subprocess.CompletedProcess[str]:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with (
        contextlib.chdir(cwd or Path.cwd()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            code = cli.main(given)
        except SystemExit as stopped:  # what argparse makes of wrong usage and of --help
            code = int(stopped.code or 0)
    return subprocess.CompletedProcess(given, code, _said(out), _said(err))


def _said(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return cast(io.BytesIO, stream.buffer).getvalue().decode()


def _run_apart(given: list[str], cwd: Path | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tahqiq", *given],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
        timeout=120,
    )
