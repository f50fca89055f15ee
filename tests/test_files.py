"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from tahqiq.errors import OutputError
from tahqiq.files import sweep_orphans, write_atomic


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """The new content stands in the file, and no temporary file is left."""
    path = tmp_path / "نص.txt"
    path.write_text("قديم", encoding="utf-8")
    write_atomic(path, "جديد".encode())
    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [
        ("نص.txt", "جديد")
    ]


def test_a_failure_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the last step fails the old file stands, and the temporary one is gone."""
    path = tmp_path / "نص.txt"
    path.write_text("قديم", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="the disk is full"):
        write_atomic(path, "جديد".encode())
    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [
        ("نص.txt", "قديم")
    ]


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="no /sys, which not even root can write to")
def test_a_folder_without_permission_is_a_plain_reason() -> None:
    """A folder that may not be written to gives one line that says so."""
    with pytest.raises(OutputError, match="permission is denied"):
        write_atomic(Path("/sys/x"), b"")


def test_orphans_of_a_killed_run_are_swept(tmp_path: Path) -> None:
    """Temporary files of an earlier run go, other files stay."""
    (tmp_path / ".tahqiq-abc").touch()
    (tmp_path / "كتاب.txt").touch()
    sweep_orphans(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["كتاب.txt"]


def test_what_is_no_file_is_written_to(tmp_path: Path) -> None:
    """A pipe, as a device, takes what is written and stays what it is."""
    pipe = tmp_path / "أنبوب"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_atomic(pipe, "نص".encode())
    assert (os.read(reader, 100).decode(), pipe.is_fifo()) == ("نص", True)
    os.close(reader)
    assert list(tmp_path.iterdir()) == [pipe]
