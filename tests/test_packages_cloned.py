"""Packages on file systems that can let two files share their bytes (reflinks)."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import conftest
from tahqiq.packages import cloning, digests

SIZE = 32 * 1024 * 1024
# What is run where such a file system is mounted, for nobody else and no longer than that; and with
# what it ends where that may not be done, as in most containers.
FORBIDDEN = 77
MOUNTED = """set -e
truncate -s 400M "$1/image"
mkfs.xfs -q "$1/image"
mkdir "$1/mounted"
mount -o loop "$1/image" "$1/mounted" || exit 77
exec "$2" -c "$3" "$1/mounted" "$4"
"""
COPIED = """
import json, os, sys
from pathlib import Path
from tahqiq.packages import digests

folder, size = Path(sys.argv[1]), int(sys.argv[2])
source = folder / "source"
source.write_bytes(os.urandom(size))
read = digests._read

def meddled(stream, path):
    for piece in read(stream, path):
        with source.open("r+b") as file:
            file.seek(size - 1)
            file.write(b"!")
        yield piece

def free():
    os.sync()
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize

before = free()
alone = digests.copied(source, folder / "alone")
used = before - free()
digests._read = meddled
meddled_with = digests.copied(source, folder / "meddled")
answers = []
for made, name in ((alone, "alone"), (meddled_with, "meddled")):
    answers.append([list(made), list(digests.of(folder / name))])
print(json.dumps([used, answers, source.read_bytes()[-1:].decode("latin-1")]))
"""


@pytest.fixture
def copied(require_tool: Callable[..., Path], tmp_path: Path) -> Any:
    """Return what was made of a file on XFS: room used, fixity and that of what lies there."""
    require_tool("mkfs.xfs", remedy="apt install xfsprogs")
    unshare = require_tool("unshare", remedy="apt install util-linux")
    # Whoever may not mount cannot have a space of mounts of their own, or ends as the script does.
    may = subprocess.run([unshare, "--mount", "true"], check=False, capture_output=True)
    command = [unshare, "--mount", "sh", "-c", MOUNTED, "sh", tmp_path, sys.executable, COPIED]
    made = subprocess.run([*command, f"{SIZE}"], check=False, capture_output=True, text=True)
    if may.returncode or made.returncode == FORBIDDEN:
        conftest.missing("the right to mount", "run the test as root, outside of a container")
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


def test_a_copy_takes_no_room(copied: Any) -> None:
    """It shares its bytes with the source; its digests are of what lies there.

    So they are where somebody writes to the source while it is hashed.
    """
    used, answers, end = copied
    assert (used < SIZE // 8, end) == (True, "!")
    assert [made for made, _ in answers] == [found for _, found in answers]


def test_a_copy_is_written_where_none_can_share(tmp_path: Path) -> None:
    """Bytes that are no file have nothing to share."""
    made = digests.copied("نص".encode(), tmp_path / "copy")
    content = (tmp_path / "copy").read_bytes()
    assert (made.size, made.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_a_file_that_was_just_written_may_be_another_one(tmp_path: Path) -> None:
    """Older kernels give what is written twice at once one time: the copy itself is hashed then."""
    path = tmp_path / "source"
    path.write_bytes(b"x")
    with path.open("rb", buffering=0) as source, digests.made(tmp_path / "copy") as copy:
        assert cloning.Clone(source, copy).is_changed()
        time.sleep(0.1)
        assert not cloning.Clone(source, copy).is_changed()
