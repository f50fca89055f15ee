"""Folders for work in progress."""

from pathlib import Path

import pytest

from tahqiq import scratch


def test_what_a_killed_run_left_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run removes what a dead one of this machine was working on, and nothing else."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    machine, dead = scratch._MACHINE, 2**22 + 1
    names = (f".tahqiq-{machine}-{dead}-x", f".tahqiq-another{machine}-{dead}-x", "tahqiq-x")
    for name in names:
        (tmp_path / name).mkdir()
    with scratch.apart() as own:
        left = {path.name for path in tmp_path.iterdir()} - {own.name}
    assert (left, own.exists()) == (set(names[1:]), False)
