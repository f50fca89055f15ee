"""The catalogues of the Arabic pages, brought up to date.

In: the pages, and docs/locale/ar/LC_MESSAGES. Out: the same catalogues with every sentence of the
pages in their order; translations are kept, new sentences are empty, what no page says any more is
gone. On standard output: how many sentences each page lacks. Sphinx compiles the catalogues itself.

    python docs/catalogues.py
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

DOCS = Path(__file__).resolve().parent
LOCALE = DOCS / "locale" / "ar" / "LC_MESSAGES"
ENGLISH_ONLY = {"reference/api"}
"""Pages whose sentences are mostly those of docstrings, which are in English."""


def extracted(folder: Path) -> dict[str, Catalog]:
    """Return the sentences of each page."""
    sphinx = [sys.executable, "-m", "sphinx", "-q", "-E", "-b", "gettext"]
    subprocess.run([*sphinx, str(DOCS), str(folder)], check=True)
    return {
        path.relative_to(folder).with_suffix("").as_posix(): read_po(path.open("rb"))
        for path in sorted(folder.rglob("*.pot"))
    }


def updated(page: str, template: Catalog) -> tuple[Catalog, int]:
    """Return the catalogue of a page, and how many of its sentences are not translated."""
    path = LOCALE / f"{page}.po"
    old = read_po(path.open("rb"), locale="ar") if path.is_file() else Catalog(locale="ar")
    made = Catalog(locale="ar", project="tahqiq", charset="utf-8", fuzzy=False)
    missing = 0
    for message in template:
        if message.id:
            known = old.get(message.id)
            made.add(message.id, known.string if known else "")
            missing += not (known and known.string)
    return made, missing


def main() -> None:
    """Bring every catalogue up to date and tell what is missing."""
    with tempfile.TemporaryDirectory() as folder:
        pages = extracted(Path(folder))
    for page, template in pages.items():
        catalogue, missing = updated(page, template)
        count = len(list(catalogue)) - 1
        if missing:
            sys.stdout.write(f"{page}: {missing} of {count} are not translated\n")
        if missing < count or page not in ENGLISH_ONLY:
            _write(LOCALE / f"{page}.po", catalogue)
    for path in LOCALE.rglob("*.po"):
        name = path.relative_to(LOCALE).with_suffix("").as_posix()
        if name not in pages and name != "sphinx":
            path.unlink()


def _write(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        'msgid ""',
        'msgstr ""',
        '"Language: ar\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
    ]
    head = "\n".join(lines) + "\n\n"
    with tempfile.TemporaryFile() as stream:
        write_po(stream, catalogue, width=0, no_location=True, omit_header=True)
        stream.seek(0)
        path.write_bytes(head.encode("utf-8") + stream.read().strip() + b"\n")


if __name__ == "__main__":
    main()
