"""The page on deposits, followed as it is written: every command of it, in order, by a shell.

In: ``docs/howto/archive-packages.rst``, a small edition, and stand-ins for foreign servers. Out:
the packages where the page says that they will be.
"""

from __future__ import annotations

import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import editions
import fedora
import packed
import repositories
from tahqiq.packages.receiving import is_sound

PAGE = editions.REPOSITORY / "docs/howto/archive-packages.rst"


def sections() -> dict[str, list[str]]:
    """Return the shell blocks of each section of the page, by its title."""
    made: dict[str, list[str]] = {}
    parts = re.split(r"^(.+)\n[-=]{3,}\n", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    for title, text in zip(parts[1::2], parts[2::2], strict=True):
        blocks = re.findall(r"^\.\. code-block:: bash\n\n((?:   .*\n|\n)+)", text, re.MULTILINE)
        made[title] = [re.sub(r"^   ", "", block, flags=re.MULTILINE) for block in blocks]
    return made


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an edition that is built, in all its formats."""
    folder = packed.edition(tmp_path_factory.mktemp("built") / "edition")
    path = folder / "texts/letter.xml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("</titleStmt>", "<editor>سامي حداد</editor></titleStmt>"), "utf-8")
    assert editions.run("build", folder).returncode == 0
    return folder


def shell(commands: str, folder: Path, **places: object) -> None:
    """Run commands in a folder, as a script that ends where one of them fails."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": path, **{k: str(v) for k, v in places.items()}},
    )  # fmt: skip
    assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"


@pytest.fixture
def follow(tmp_path: Path, edition: Path, require_tool: Callable[..., Path]) -> Callable[..., None]:
    """Return a function that runs blocks of a section in the folder of an edition."""
    shutil.copytree(edition, tmp_path / "edition")

    def run(title: str, which: slice = slice(None), **places: object) -> None:
        for block in sections()[title][which]:
            for tool in ("curl", "rsync"):
                if f"{tool} " in block:
                    require_tool(tool, remedy=f"apt install {tool}")
            shell(block, tmp_path / "edition", **places)

    return run


def test_every_section_is_followed() -> None:
    """No section has commands that no test runs."""
    assert {title for title, blocks in sections().items() if blocks} == {
        "Make a package", "To Archivematica", "To Zenodo or another InvenioRDM",
        "To Fedora, or to an OCFL store", "To a plain file server", "Take packages in",
        "When fixity fails",
    }  # fmt: skip


def test_make_and_transfer(follow: Callable[..., None], tmp_path: Path) -> None:
    """Bags and the submission package lie where the page says, and are sound."""
    follow("Make a package")
    follow("To Archivematica", TRANSFERS=tmp_path / "transfers")
    for name in (
        "airstrikes-0.1.0",
        "transfers/airstrikes-0.1.0",
        "transfers/airstrikes-0.1.0-sip",
    ):
        assert is_sound(packed.received(tmp_path / name))


def test_deposit_in_invenio(follow: Callable[..., None], tmp_path: Path) -> None:
    """The draft is made, the file comes whole, and the record is published; and so a new version."""
    with repositories.running() as deposits:
        places = {"INVENIO": deposits.address, "TOKEN": "secret", "RECORD": "abcde-00001"}
        follow("To Zenodo or another InvenioRDM", **places)
    assert [(one.published, one.record["metadata"]["version"], *one.files)
            for one in deposits.drafts.values()] == [
        (True, "1.0.0", "airstrikes-0.1.0.zip"), (True, "1.0.0", "airstrikes-0.2.0.zip"),
    ]  # fmt: skip
    for draft in deposits.drafts.values():
        ((name, content),) = draft.files.items()
        assert content == (tmp_path / name).read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert "ro-crate-metadata.json" in archive.namelist()


def test_what_stands_against_a_deposit_is_shown_and_mended(
    follow: Callable[..., None], tmp_path: Path
) -> None:
    """A draft is made without a publisher, but the commands tell that; then they replace it."""
    title, path = "To Zenodo or another InvenioRDM", tmp_path / "edition/texts/letter.xml"
    text = path.read_text("utf-8")
    path.write_text(re.sub("<publisher>.*</publisher>", "<publisher/>", text), "utf-8")
    with repositories.running() as deposits:
        places = {"INVENIO": deposits.address, "TOKEN": "secret"}
        with pytest.raises(AssertionError, match=r"metadata\.publisher"):
            follow(title, slice(1), **places)
        (draft,) = deposits.drafts.values()
        assert (draft.published, draft.files) == (False, {})
        path.write_text(text, "utf-8")
        (tmp_path / "airstrikes-0.1.0.zip").unlink()
        block = sections()[title][0].splitlines(keepends=True)
        shell("".join(block[:2]), tmp_path / "edition", **places)
        # What defines the words that the page uses on; and what it says between two lines.
        defining = "".join(line for line in block if re.match(r"FORM=|send\(\)|DRAFT=", line))
        replaced, *_ = re.findall(r"``(send .+?)``", PAGE.read_text("utf-8"))
        shell(f"{defining}{replaced}\n", tmp_path, **places)
    assert [fault["field"] for fault in draft.faults()] == ["files.enabled"]
    answer = json.loads((tmp_path / "draft.json").read_bytes())
    assert [fault["field"] for fault in answer["errors"]] == ["files.enabled"]


def test_deposit_in_fedora(follow: Callable[..., None], tmp_path: Path) -> None:
    """All files are one version of an archival group, whatever they are called; a store gets an object."""
    (tmp_path / "edition/witnesses").mkdir(exist_ok=True)
    (tmp_path / "edition/witnesses/صفحة ١ #50% ? [1-2].tif").write_bytes(b"II*")
    with fedora.running() as deposits:
        places = {"FEDORA": deposits.address, "LOGIN": "a:b", "STORE": tmp_path / "store"}
        follow("To Fedora, or to an OCFL store", **places)
    assert deposits.versions == [packed.files(tmp_path / "airstrikes-crate")]
    assert is_sound(packed.received(tmp_path / "store"))


def test_serve_and_look_again(follow: Callable[..., None], tmp_path: Path) -> None:
    """A bag is written to a mounted server, and one copied to a server and fetched back."""
    follow("Make a package")
    (tmp_path / "server").mkdir()
    follow("To a plain file server", ARCHIVE=tmp_path / "archive", SERVER=tmp_path / "server")
    assert packed.files(tmp_path / "fetched/airstrikes-0.1.0") == packed.files(
        tmp_path / "archive/airstrikes-0.1.0"
    )


def test_take_packages_in(follow: Callable[..., None], tmp_path: Path) -> None:
    """What comes in is moved to the store."""
    follow("Make a package")
    incoming = tmp_path / "edition/incoming"
    incoming.mkdir()
    (tmp_path / "airstrikes-0.1.0").rename(incoming / "bag")
    follow("Take packages in")
    assert is_sound(packed.received(tmp_path / "edition/store/bag"))


def test_what_rotted_is_mended(follow: Callable[..., None], tmp_path: Path) -> None:
    """A damaged file is taken from a copy, a damaged output is made again; the reports are kept."""
    archive, name = tmp_path / "archive", "airstrikes-0.1.0"
    follow("Make a package")
    follow("To a plain file server", slice(1), ARCHIVE=archive)
    places = {
        "ARCHIVE": archive, "COPY": tmp_path / name, "FILE": "data/edition/texts/letter.xml",
        "OUTPUT": "text/letter.txt",
    }  # fmt: skip
    packed.flip(archive, archive / name / places["FILE"], random.Random(1))
    follow("When fixity fails", slice(2), **places)
    found = json.loads((tmp_path / "edition/fixity.json").read_bytes())["findings"]
    assert [one["file"] for one in found] == [f"archive/{name}/{places['FILE']}"]
    packed.flip(archive, archive / name / "data/outputs/text/letter.txt", random.Random(1))
    follow("When fixity fails", slice(2, 3), **places)
    assert packed.files(archive / name) == packed.files(tmp_path / name)
