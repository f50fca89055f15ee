"""The how-to guides, followed: each command of a page is run as it stands, in the page's order."""

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from editions import REPOSITORY

DOCS = REPOSITORY / "docs"
# A page, and where its reader stands: beside the edition, or in one with other texts on the desk.
FOLLOWED = {
    "howto/cite-passages": "desk",
    "howto/encode-a-paragraph": ".",
    "howto/format-files": ".",
    "howto/release-a-version": "desk",
}


def blocks(page: str, language: str) -> list[str]:
    """Return what a page shows in a language."""
    text = (DOCS / f"{page}.rst").read_text("utf-8")
    found = re.findall(rf"(?m)^\.\. {language}\n((?:   :.*\n)*)\n((?:   .*\n|\n)+)", text)
    return [textwrap.dedent(body) for _, body in found]


def commands(page: str) -> list[str]:
    """Return the commands of a page, in its order."""
    return [
        line
        for block in blocks(page, "code-block:: (?:shell|bash)")
        for line in block.splitlines()
        if line.startswith("tahqiq ")
    ]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with the edition, its schema, and the text that the pages speak of."""
    folder = tmp_path_factory.mktemp("guides")
    for name, source in (("edition", "edition"), ("desk", "edition"), ("schema", "schema")):
        shutil.copytree(REPOSITORY / source, folder / name)
    # Every format has tests of its own; a guide wants two that can be read back.
    for name in ("edition", "desk"):
        config = folder / name / "edition.toml"
        config.write_text(
            re.sub(r"(?m)^formats = .*$", 'formats = ["tei", "text"]', config.read_text("utf-8")),
            "utf-8",
        )
    declared = blocks("howto/cite-passages", "tei:example::")[0]
    frame = (DOCS / "examples/rihla.xml").read_text("utf-8")
    for name in ("rihla.xml", "old.xml", "new.xml"):
        (folder / "desk" / name).write_text(
            frame.replace("<?example refsDecl …?>", declared), "utf-8"
        )
    return folder


def follow(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a shell does."""
    module = f'"{sys.executable}" -m tahqiq'
    return subprocess.run(
        ["bash", "-c", command.replace("tahqiq", module, 1)],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("page", "command"),
    [(page, one) for page in FOLLOWED for one in commands(page) if "1.1.0" not in one],
)
def test_a_guide_can_be_followed(checkout: Path, page: str, command: str) -> None:
    """Every command of a guide ends well, but for those that want a second release."""
    done = follow(command, checkout / FOLLOWED[page])
    assert done.returncode == 0, done.stderr


def test_no_example_goes_unjudged() -> None:
    """XML in prose is always an example that the build judges."""
    bare = [
        path.relative_to(DOCS).as_posix()
        for path in DOCS.rglob("*.rst")
        if "code-block:: xml" in path.read_text("utf-8")
    ]
    assert bare == []
