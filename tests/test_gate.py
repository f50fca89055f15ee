"""A run of the gate: its order, its death and return, what it passes over, and its exit code."""

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import tahqiq
from deliveries import HEAD, codes, deliver, put, text, timeless
from editions import REPOSITORY, run
from tahqiq.deliveries import Item
from tahqiq.gate import Plan
from tahqiq.gate.run import Gate, Options


def test_the_order_of_the_report_is_that_of_the_input(tmp_path: Path, shared: Path) -> None:
    """With two processes the report is what one process writes."""
    folder = deliver(tmp_path / "box", 40)
    options = ["--schema", shared / "tei/tei_all.rng", "--format", "jsonl", folder]
    one, two = run("validate", *options), run("validate", "--jobs", 2, *options)
    assert timeless(one.stdout) == timeless(two.stdout)
    lines = [json.loads(line) for line in one.stdout.splitlines()]
    files = [line["path"] for line in lines if line["type"] == "input"]
    assert files == sorted(files)
    assert len(files) == 40


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, shared: Path) -> None:
    """After kill -9 and --resume the report is that of a run that nobody disturbed."""
    folder = deliver(tmp_path / "box", 200)
    home = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [
        sys.executable, "-m", "tahqiq", "validate", "--schema", str(shared / "tei/tei_all.rng"),
        "--format", "jsonl", str(folder),
    ]  # fmt: skip
    whole = subprocess.run(command, capture_output=True, text=True, check=False, env=home).stdout
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=home
    )
    journals = tmp_path / "cache/tahqiq/journals"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not list(journals.glob("*-wal")):
        time.sleep(0.02)
    time.sleep(0.6)
    process.kill()
    process.wait()
    again = subprocess.run(
        [*command, "--resume"], capture_output=True, text=True, check=False, env=home
    )
    assert timeless(again.stdout) == timeless(whole)
    assert not list(journals.glob("*.sqlite"))


def test_unchanged_files_are_not_judged_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the cache only the file that changed is judged; the findings are the same."""
    monkeypatch.setattr("tahqiq.cache.folder", lambda: tmp_path / "cache")
    folder = deliver(tmp_path / "box", 6)

    def judged() -> tuple[int, list[str]]:
        count = 0
        with Gate([folder], Plan(), Options(cache=True)) as gate:
            real = gate._pool.map

            def counting(tasks):
                nonlocal count
                for task, answer in real(tasks):
                    count += isinstance(task.about, Item) and task.message is not None
                    yield task, answer

            monkeypatch.setattr(gate._pool, "map", counting)
            return count, [one.line() for one in gate.findings()] + [str(count)]

    first, second = judged()[1], judged()[1]
    put(folder, text("<p>جديد</p>", "t1"), "00001.xml")
    third = judged()[1]
    assert first[:-1] == second[:-1]
    assert [int(one[-1]) for one in (first, second, third)] == [6, 0, 1]


def test_a_verdict_that_rests_on_another_file_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the cache a pointer is right as soon as what it points to is there, and wrong again without."""
    monkeypatch.setattr("tahqiq.cache.folder", lambda: tmp_path / "cache")
    box = tmp_path / "box"
    box.mkdir()
    put(box, f'{HEAD}<p corresp="b.xml"/></TEI>')

    def found() -> list[str]:
        with Gate([box / "a.xml"], Plan(), Options(cache=True)) as gate:
            return [one.code for one in gate.findings() if one.code != "TQ340"]

    assert (found(), found()) == (["TQ001"], ["TQ001"])
    other = put(box, f"{HEAD}</TEI>", "b.xml")
    assert found() == []
    other.unlink()
    assert found() == ["TQ001"]


def test_a_baseline_lets_known_findings_pass(tmp_path: Path) -> None:
    """What an earlier report has passes, wherever it has moved; what is new does not."""
    path = put(tmp_path, text('<p corresp="#x">نص</p>'))
    known = tmp_path / "known.json"
    assert run("validate", "--format", f"json={known}", path).returncode == 1
    put(tmp_path, text('\n<p corresp="#x">نص</p>'))
    assert run("validate", "--baseline", known, path).returncode == 0
    put(tmp_path, text('<p corresp="#x">نص</p><p corresp="#y">نص</p>'))
    result = run("validate", "--baseline", known, path)
    assert (result.returncode, "#y" in result.stdout, "#x" in result.stdout) == (1, True, False)


@pytest.mark.parametrize(("least", "code"), [("error", 0), ("warning", 0), ("info", 1)])
def test_the_exit_code_follows_the_severity_that_is_asked_for(
    tmp_path: Path, least: str, code: int
) -> None:
    """A remark fails only where remarks are asked to fail."""
    path = put(tmp_path, text("<p>نص</p>"))
    assert run("validate", "--fail-on", least, path).returncode == code


def test_a_run_stops_after_so_many_findings(tmp_path: Path) -> None:
    """With --max-findings the report has so many, and says that it stopped."""
    folder = deliver(tmp_path / "box", 12)
    result = run("validate", "--max-findings", 3, "--format", "jsonl", folder)
    found = [line for line in result.stdout.splitlines() if '"type": "finding"' in line]
    assert (len(found), "stopped after 3 findings" in result.stderr) == (
        3,
        True,
    )


def test_several_reports_are_written_at_once(tmp_path: Path) -> None:
    """Each format goes to its file; two cannot both go to standard output."""
    path = put(tmp_path, text('<p corresp="#x">نص</p>'))
    names = "json jsonl junit sarif svrl github html premis archivematica".split()
    result = run("validate", *(f"--format={name}={tmp_path / name}" for name in names), path)
    assert (result.returncode, result.stdout) == (1, "")
    assert all((tmp_path / name).stat().st_size for name in names)
    assert run("validate", "--format", "json", "--format", "sarif", path).returncode == 2


def test_a_delivery_of_every_kind_is_one_report(tmp_path: Path) -> None:
    """Archives, lists of paths and files beside them are judged in one run."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x/a.xml", text('<p corresp="#x">نص</p>'))
    put(tmp_path, text('<p corresp="#y">نص</p>'), "b.xml")
    put(tmp_path, f"{tmp_path / 'b.xml'}\n", "list")
    result = run("validate", "--json", "--from-file", tmp_path / "list", tmp_path / "a.zip")
    found = {
        (one["file"].removeprefix(f"{tmp_path}/"), one["found"])
        for one in json.loads(result.stdout)["findings"]
        if one["code"] == "TQ001"
    }
    assert found == {("a.zip/x/a.xml", "#x"), ("b.xml", "#y")}


def test_other_files_are_passed_over_or_refused(tmp_path: Path) -> None:
    """XML that is not TEI, and what is not XML, is named in either case."""
    folder = tmp_path / "box"
    folder.mkdir()
    put(folder, "<mets/>", "mets.xml")
    put(folder, b"\xff\xd8", "photo.jpg")
    put(folder, text("<p>نص</p>"), "a.xml")
    passed = json.loads(run("validate", "--json", folder).stdout)
    assert sorted(why for _, why in passed["skipped"]) == ["not-tei", "not-xml"]
    assert codes(folder, plan=Plan(others="refuse")) == {"TQ311", "TQ312"}


FIXING = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:sqf="http://www.schematron-quickfix.com/validator/process"
 queryBinding="xslt3"><ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>
<pattern><rule context="t:p[not(@n)]"><assert test="@n" sqf:fix="add-n">رقم</assert>
<sqf:fix id="add-n"><sqf:description><sqf:title>أضف رقمًا</sqf:title></sqf:description>
<sqf:add node-type="attribute" target="n" select="'1'"/></sqf:fix></rule></pattern></schema>"""


def test_fixes_are_listed_shown_and_made(tmp_path: Path) -> None:
    """--explain lists them, fix shows the difference, and only --write touches the file."""
    path = put(tmp_path, text("<p>نص</p>"))
    rules = put(tmp_path, FIXING, "r.sch")
    before = path.read_bytes()
    assert "add-n" in run("validate", "--explain", "--rules", rules, path).stdout
    shown = run("fix", "--rules", rules, path)
    assert (shown.returncode, '+<text xml:lang="ar"><body><p n="1">' in shown.stdout) == (1, True)
    assert path.read_bytes() == before
    assert run("fix", "--rules", rules, "--write", path).returncode == 0
    assert path.read_bytes() == before.replace(b"<p>", b'<p n="1">')
    assert run("fix", "--rules", rules, path).returncode == 0


@pytest.mark.parametrize("more", [(), ("--rules", "r.sch")], ids=["without rules", "with rules"])
def test_what_cannot_be_read_is_not_passed_over_by_fix(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    """A file that is not well-formed is named once, with its place, and the exit code is 2."""
    put(tmp_path, FIXING, "r.sch")
    put(tmp_path, text("<p>نص"), "رسالة.xml")
    made = run("fix", *more, "رسالة.xml", cwd=tmp_path)
    said = made.stderr.partition("\n")[0]
    assert (made.returncode, said.count("رسالة.xml"), "not well-formed" in said) == (2, 1, True)


def test_the_edition_is_valid_in_an_archive_with_its_schema(tmp_path: Path) -> None:
    """A project that is packed whole is judged by the schemas that it brings."""
    for name in ("edition", "schema"):
        shutil.copytree(REPOSITORY / name, tmp_path / "p" / name)
    archive = shutil.make_archive(str(tmp_path / "p"), "zip", tmp_path / "p")
    found = [one.line() for one in tahqiq.validate([archive]) if "/schema/" not in one.place.file]
    assert found == []


def test_a_journal_that_outgrows_memory_goes_on_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether its rows lie in memory or on disk, a run reports the same."""
    folder = deliver(tmp_path, 9)
    reports = []
    for room in (0, 2_000_000):
        monkeypatch.setattr("tahqiq.gate.journal._IN_MEMORY", room)
        with Gate([folder], Plan(), Options()) as gate:
            found = list(gate.findings())
            run_ = gate.run()
            groups = [one for group in gate.groups() for one in group.findings]
        assert (list(run_.findings), groups) == (found, found)
        reports.append([one.path for one in run_.inputs])
    assert reports[0] == reports[1] != []
