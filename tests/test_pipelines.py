"""The guide to pipelines, followed: its examples run, and its commands are ones that there are."""

import ast
import re
import shlex
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

import tahqiq
from editions import REPOSITORY
from tahqiq.cli import parser

GUIDE = (REPOSITORY / "docs/howto/validate-in-pipelines.rst").read_text("utf-8")
GRAMMAR = 'default namespace = "http://www.tei-c.org/ns/1.0" start = element TEI { empty }'
SOUND = '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'
FAULTY = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p/></TEI>'


def blocks(heading: str) -> list[str]:
    """Return the code under a heading of the guide."""
    section = re.split(r"(?m)^(.+)\n-+$", GUIDE)
    text = section[section.index(heading) + 1]
    found = re.findall(r"\.\. code-block:: \w+\n\n((?:   .*\n|\n)+)", text)
    return [textwrap.dedent(one) for one in found]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working folder with a grammar and the command on the path."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin")
    (tmp_path / "k.rnc").write_text(GRAMMAR, "utf-8")
    return tmp_path


def shell(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script as the guide's reader does, with a small grammar for the TEI's."""
    script = re.sub(r"\S*tei_all\.rng", "k.rnc", script)
    return subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=False, timeout=60
    )


def test_the_loop_sorts_deliveries(folder: Path) -> None:
    """What is sound is accepted, what is not is returned, and each has its report."""
    for name in ("incoming", "accepted", "returned"):
        (folder / name).mkdir()
    for name, content in (("a", SOUND), ("b", FAULTY)):
        with zipfile.ZipFile(folder / f"incoming/{name}.zip", "w") as archive:
            archive.writestr("x.xml", content)
    done = shell(blocks("A shell loop")[0])
    assert [one.name for one in (folder / "accepted").iterdir()] == ["a.zip"], done.stderr
    assert [one.name for one in (folder / "returned").iterdir()] == ["b.zip"]
    assert (folder / "incoming/b.zip.json").is_file()


def test_the_command_for_archivematica_prints_a_dictionary(folder: Path) -> None:
    """Its output is what Archivematica reads, and it ends well in either case."""
    (folder / "a.xml").write_text(FAULTY, "utf-8")
    done = shell(blocks("Archivematica")[0].replace("%fileFullName%", "a.xml"))
    assert (done.returncode, ast.literal_eval(done.stdout)["eventOutcomeInformation"]) == (
        0,
        "fail",
    )


def test_the_command_for_archivematica_is_a_script_there() -> None:
    """What needs a shell is no *Command line* in its register: that is split and run as it is."""
    said = GUIDE.partition("\nArchivematica\n")[2]
    assert "||" in shlex.split(blocks("Archivematica")[0])
    assert "of the type *Bash script*" in said


def test_the_python_of_the_guide_runs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The iterator and the plan do what the guide says; so does the task of Airflow."""
    with zipfile.ZipFile(folder / "delivery.zip", "w") as archive:
        archive.writestr("x.xml", "<TEI>")
    (folder / "delivery").mkdir()
    (folder / "delivery/a.xml").write_text(FAULTY, "utf-8")
    first, second = blocks("Python")
    exec(first, {})
    assert "XML001" in capsys.readouterr().out
    space: dict[str, object] = {"tahqiq": tahqiq}
    exec(second.replace("/etc/tahqiq/tei_all.rng", "k.rnc"), space)
    assert [one.code for one in space["findings"]] == ["RNG002"]
    task = blocks("Apache Airflow")[0].replace(
        "from airflow.decorators import task", "task = lambda f: f"
    )
    exec(task, space)
    with pytest.raises(ValueError, match=r"delivery\.zip"):
        space["judge"](str(folder / "delivery.zip"))


def test_every_command_of_the_guide_is_one(folder: Path) -> None:
    """The options that the guide writes are those of the command."""
    commands = re.findall(r"(?m)^\s*(?:- run: |entry: |- )?(tahqiq (?:validate|fix) .*)$", GUIDE)
    assert len(commands) >= 7
    for command in commands:
        parser().parse_args(shlex.split(command.split("||")[0])[1:])
