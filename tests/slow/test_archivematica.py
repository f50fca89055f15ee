"""Archivematica's light form, a3m, takes in what the page on deposits packs for it."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

import conftest
import packed

# What its workflow cannot do without; there are more that only describe files.
TOOLS = {"7z": "apt install 7zip", "unar": "apt install unar", "tree": "apt install tree"}
# The last that runs with Python 3.11; none takes bags ("Bags not supported yet!").
REMEDY = "python3 -m venv .tools/a3m, and pip install a3m==0.7.14 there"
PAGE = "صفحة ١.tif"


@pytest.fixture
def a3m(require_tool: Callable[..., Path]) -> Path:
    """Return the program, which has an environment for itself."""
    for name, remedy in TOOLS.items():
        require_tool(name, remedy=remedy)
    own = conftest.REPOSITORY / ".tools/a3m/bin/a3m"
    return own if own.is_file() else conftest.missing("a3m", REMEDY)


def digests(folder: Path) -> set[str]:
    """Return the SHA-256 of all files below a folder."""
    return {hashlib.sha256(content).hexdigest() for content in packed.files(folder).values()}


def test_a_submission_package_is_taken_in(a3m: Path, tmp_path: Path) -> None:
    """Its archival package is a whole bag in which each of our files is, whatever it is called."""
    project = packed.edition(tmp_path / "edition")
    (project / "witnesses").mkdir(exist_ok=True)
    (project / "witnesses" / PAGE).write_bytes(b"II*\0")
    sip = packed.packed(project, "sip", tmp_path / "sip")
    home = tmp_path / "home"
    home.mkdir()
    subprocess.run(
        [a3m, "--no-input", "--name", "letter", sip.as_uri()],
        env={**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / ".local/share")},
        check=True, capture_output=True,
    )  # fmt: skip
    (stored,) = home.rglob("completed/*.7z")
    subprocess.run(
        ["7z", "x", "-y", f"-o{tmp_path / 'aip'}", stored], check=True, stdout=subprocess.DEVNULL
    )
    (aip,) = (tmp_path / "aip").iterdir()
    assert bagit.Bag(str(aip)).validate()
    assert digests(sip) - digests(aip) == set()
    # Names are written in ASCII there; what they were, its METS file tells.
    (mets,) = aip.glob("data/METS.*.xml")
    assert (list(aip.rglob(PAGE)), PAGE in mets.read_text("utf-8")) == ([], True)
