"""Strangers' files, each judged in a process of its own: what kills, hangs, lies or spies."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

import editions
import tahqiq
from editions import REPOSITORY, run
from tahqiq.deliveries import Item, Limits
from tahqiq.gate import Plan
from tahqiq.gate.pool import Dead, Pool, Task
from tahqiq.gate.run import Gate, Options

HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">'
SECRET = "سر لا يقال"
MB = 1024 * 1024


def text(body: str, name: str = "letter") -> str:
    """Return a small TEI text that points to no other file."""
    whole = editions.text(body, name)
    return whole.replace(f'<ptr target="../witnesses/{name}.txt"/>', "")


def codes(*paths: Path, plan: Plan | None = None) -> set[str]:
    """Return the codes of all findings but the remark that no schema is named."""
    return {one.code for one in tahqiq.validate(paths, plan)} - {"TQ340"}


def put(folder: Path, content: str | bytes, name: str = "a.xml") -> Path:
    """Write a file of the delivery."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Return a file outside of the delivery that nothing may read."""
    path = tmp_path / "secret.xml"
    path.write_text(f"<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:id='s'>{SECRET}</TEI>", "utf-8")
    return path


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Return the folder of the delivery."""
    folder = tmp_path / "box"
    folder.mkdir()
    return folder


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
QUADRATIC = f'<!ENTITY e "{"ا" * 100_000}">'
HOSTILE = {
    "an external entity": (
        '<!DOCTYPE TEI [<!ENTITY e SYSTEM "{secret}">]>' + HEAD + "&e;</TEI>",
        "XML005",
    ),
    "a parameter entity": (
        '<!DOCTYPE TEI [<!ENTITY % e SYSTEM "{secret}"> %e;]>' + HEAD + "</TEI>",
        "XML005",
    ),
    "an external DTD": ('<!DOCTYPE TEI SYSTEM "{secret}">' + HEAD + "</TEI>", "XML004"),
    "an entity bomb": (f'<!DOCTYPE TEI [<!ENTITY e0 "ا">{BOMB}]>{HEAD}&e11;</TEI>', "XML001"),
    "a quadratic bomb": (f"<!DOCTYPE TEI [{QUADRATIC}]>{HEAD}{'&e;' * 100_000}</TEI>", "XML001"),
    "a bomb in an attribute": (
        f'<!DOCTYPE TEI [<!ENTITY e0 "ا">{BOMB}]>{HEAD}<p n="&e11;"/></TEI>',
        "XML001",
    ),
    "a million levels": (HEAD + "<p>" * 1_000_000, "XML003"),
    "a NUL byte": (HEAD.encode() + b"a\0b</TEI>", "XML001"),
    "a truncated file": (HEAD + "<text><body><p>نص", "XML001"),
    "a wrong encoding": (f"{HEAD}نص</TEI>".encode("cp1256"), "XML002"),
    "a lying encoding": ('<?xml version="1.0" encoding="UTF-16"?>' + HEAD + "</TEI>", "XML001"),
    "an unknown encoding": ('<?xml version="1.0" encoding="none"?>' + HEAD + "</TEI>", "XML002"),
    "UTF-8 under another name": (
        f'<?xml version="1.0" encoding="windows-1256"?>{HEAD}نص</TEI>'.encode(),
        "XML008",
    ),
    "another Unicode form": (f"{HEAD}نص</TEI>".encode("utf-32"), "XML001"),
    "a million attributes": (
        HEAD + "<p " + " ".join(f"a{n}=''" for n in range(200_000)) + " a1=''/></TEI>",
        "XML001",
    ),
    "levels that a tree cannot hold": (HEAD + "<p>" * 5000 + "</p>" * 5000 + "</TEI>", "TQ342"),
    "names that no file has": (
        f'{HEAD}<p corresp="{"ا" * 3000} %00 a%00b http://[::1"/></TEI>',
        "TQ001",
    ),
    "a pointer out of the delivery": (
        f'{HEAD}<p corresp="../../../../../no/passwd#x"/></TEI>',
        "TQ001",
    ),
    "a file that is empty": ("", "XML001"),
    "a schema from outside": (
        '<?xml-model href="../secret.xml" type="application/xml"?>' + HEAD + "</TEI>",
        "TQ341",
    ),
    "a schema from the network": (
        '<?xml-model href="http://127.0.0.1:9/a.rng"?>' + HEAD + "</TEI>",
        "TQ341",
    ),
}


@pytest.mark.parametrize("trick", HOSTILE)
def test_hostile_input_has_its_finding(box: Path, secret: Path, trick: str) -> None:
    """Each kind is answered by the finding named for it, soon, and nothing of outside is said."""
    content, code = HOSTILE[trick]
    if isinstance(content, str):
        content = content.replace("{secret}", secret.as_uri())
    put(box, content)
    started = time.monotonic()
    found = list(tahqiq.validate([box]))
    assert code in {one.code for one in found}
    assert SECRET not in str([one.as_json() for one in found])
    assert time.monotonic() - started < 20


_SPYING = {
    "g.rng": '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="../secret.xml"/></grammar>',
    "e.rng": '<externalRef xmlns="http://relaxng.org/ns/structure/1.0" href="/etc/passwd"/>',
    "g.rnc": 'include "../secret.xml"',
    "i.sch": '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><include href="../secret.xml"/></schema>',
    "e.sch": '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="/*">'
    '<extends href="../secret.xml"/></rule></pattern></schema>',
    "x.sch": '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3">'
    '<xsl:import xmlns:xsl="http://www.w3.org/1999/XSL/Transform" href="../secret.xml"/></schema>',
    "n.rng": '<externalRef xmlns="http://relaxng.org/ns/structure/1.0" href="http://127.0.0.1:9/a.rng"/>',
}


@pytest.mark.parametrize("name", _SPYING)
def test_a_schema_of_the_delivery_includes_nothing_of_outside(
    box: Path, secret: Path, name: str
) -> None:
    """What it names outside of the delivery is not read, and the schema counts as broken."""
    put(box, _SPYING[name], name)
    kind = (
        "http://purl.oclc.org/dsdl/schematron"
        if name.endswith("sch")
        else "http://relaxng.org/ns/structure/1.0"
    )
    put(box, f'<?xml-model href="{name}" schematypens="{kind}"?>{HEAD}</TEI>')
    found = list(tahqiq.validate([box]))
    assert "TQ343" in {one.code for one in found}
    assert SECRET not in str(found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_a_schema_is_named_in_any_encoding_and_not_by_a_comment(box: Path, encoding: str) -> None:
    """What looks like an instruction in a comment is none; its phase is that of the rules."""
    put(
        box,
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><phase id="f"><active pattern="a"/></phase>'
        '<pattern id="a"><rule context="/*"><report id="RA1" test="true()">a</report></rule></pattern>'
        '<pattern id="b"><rule context="/*"><report id="RB1" test="true()">b</report></rule></pattern></schema>',
        "r.sch",
    )
    model = (
        '<?xml-model href="r.sch" schematypens="http://purl.oclc.org/dsdl/schematron" phase="f"?>'
    )
    put(box, f"<!-- <?xml-model href='r.rng'?> -->{model}{HEAD}</TEI>".encode(encoding))
    assert codes(box) == {"RA1"}


def test_the_findings_of_one_file_have_an_end(box: Path) -> None:
    """A file of a thousand faults is told by the first of them, and by how many more there are."""
    put(box, HEAD + '<p corresp="#x"/>' * 1000 + "</TEI>")
    found = list(tahqiq.validate([box], Plan(limits=Limits(findings=50))))
    assert (len(found), found[-1].code, found[-1].message.en) == (
        51, "TQ344", "951 more findings are not listed",
    )  # fmt: skip


def test_a_message_without_end_is_cut(box: Path) -> None:
    """Rules that write a message of millions of letters get their finding, not all of it."""
    long = "<value-of select=\"string-join((1 to 200000) ! 'ابجد')\"/>"
    put(box, RULES.format(extra="", test="true()").replace("قيل", long), "r.sch")
    put(
        box,
        f'<?xml-model href="r.sch" schematypens="http://purl.oclc.org/dsdl/schematron"?>{HEAD}</TEI>',
    )
    assert {len(one.message.en + one.message.ar) for one in tahqiq.validate([box])} == {4001}


def test_an_archive_that_exhausts_its_process_costs_one_finding(tmp_path: Path) -> None:
    """A header of a TAR that claims and holds 400 MB is read in a process that may die of it."""
    import gzip

    head = tarfile.TarInfo("././@PaxHeader")
    head.type, head.size = tarfile.XHDTYPE, 400 * MB
    with gzip.open(tmp_path / "a.tar.gz", "wb", compresslevel=1) as file:
        file.write(head.tobuf(tarfile.GNU_FORMAT))
        for _ in range(400):
            file.write(b"9" * MB)
    put(tmp_path, "<TEI", "b.xml")
    limits = Limits(memory=150 * MB, file_size=4096 * MB)
    found = [
        one.code for one in tahqiq.validate([tmp_path], Plan(limits=limits)) if one.code != "TQ340"
    ]
    assert found in (["TQ331", "XML001"], ["TQ306", "XML001"])


def test_inclusions_are_searched_for_ids(box: Path) -> None:
    """What a file includes counts where that is resolved; where it is not, its pointers are doubtful."""
    put(box, f'{HEAD}<p xml:id="a"/></TEI>', "b.xml")
    put(box, f'{HEAD}<xi:include href="b.xml"/><p corresp="#a"/></TEI>')

    def severities(way: str) -> list[str]:
        found = tahqiq.validate([box], Plan(xinclude=way))
        return [one.severity.label for one in found if one.code == "TQ001"]

    assert (severities("judge"), severities("resolve")) == (["warning"], [])


def test_an_inclusion_of_outside_is_refused(box: Path, secret: Path) -> None:
    """With --xinclude resolve a file outside of the delivery is not included."""
    put(box, f'{HEAD}<xi:include href="../secret.xml"/></TEI>')
    found = list(tahqiq.validate([box], Plan(xinclude="resolve")))
    assert "XML007" in {one.code for one in found}
    assert SECRET not in str(found)


RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"
 xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>
{extra}<pattern><rule context="t:TEI"><report id="R1" test="{test}">قيل</report></rule></pattern></schema>"""


@pytest.mark.parametrize(
    "test",
    [
        "contains(doc('{secret}'), 'سر')",
        "contains(document('../secret.xml'), 'سر')",
        "contains(unparsed-text('{secret}'), 'سر')",
        "exists(environment-variable('PATH'))",
        "exists(doc('http://127.0.0.1:9/a.xml'))",
        "exists(collection('{folder}'))",
    ],
)
def test_rules_that_spy_learn_nothing(box: Path, secret: Path, test: str) -> None:
    """A schema of the delivery reads no file outside of it, no variable and no host."""
    test = test.replace("{secret}", secret.as_uri()).replace("{folder}", secret.parent.as_uri())
    put(box, RULES.format(extra="", test=test), "r.sch")
    put(
        box,
        f'<?xml-model href="r.sch" schematypens="http://purl.oclc.org/dsdl/schematron"?>{HEAD}</TEI>',
    )
    assert "R1" not in codes(box)


def test_rules_that_loop_cost_one_finding(box: Path) -> None:
    """A schema without end is stopped by the limit of time, and the next file is judged."""
    looping = (
        '<xsl:function name="t:f" as="xs:integer" xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        '<xsl:param name="n" as="xs:integer"/><xsl:sequence select="if ($n lt 0) then 0 else t:f($n + 1 - ($n mod 2))"/>'
        "</xsl:function>"
    )
    put(box, RULES.format(extra=looping, test="t:f(0) = 1"), "r.sch")
    put(
        box,
        f'<?xml-model href="r.sch" schematypens="http://purl.oclc.org/dsdl/schematron"?>{HEAD}</TEI>',
    )
    put(box, "<TEI>", "b.xml")
    found = codes(box, plan=Plan(limits=Limits(seconds=4)))
    assert found & {"TQ330", "TQ331", "TQ332", "SCH000"}
    assert "XML001" in found


def test_a_file_that_takes_too_much_memory_costs_one_finding(box: Path) -> None:
    """A limit of memory ends one worker; the file before and the file after are judged."""
    put(box, "<TEI>", "a.xml")
    put(box, f"{HEAD}<p>{'ا' * 60_000_000}</p></TEI>", "b.xml")
    put(box, "<TEI>", "c.xml")
    found = [
        (one.code, one.place.file[-5:])
        for one in tahqiq.validate([box], Plan(limits=Limits(memory=200 * MB)))
        if one.code != "TQ340"
    ]
    assert found == [("XML001", "a.xml"), ("TQ331", "b.xml"), ("XML001", "c.xml")]


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    """A process that is killed costs the file that it had, and no other."""
    item = Item("a.xml", put(tmp_path, f"{HEAD}</TEI>"), tmp_path)
    task = {
        "task": "judge",
        "name": item.name,
        "path": str(item.path),
        "root": str(tmp_path),
        "packed": False,
    }
    with Pool(Plan(), 1) as pool:
        assert isinstance(pool.ask(task), dict)
        os.kill(pool._workers[0].pid, signal.SIGKILL)
        assert isinstance(pool.ask(task), dict)
        answers = [
            answer
            for _, answer in pool.map([Task(None, {**task, "task": "die"}), Task(None, task)])
        ]
    assert "failed" in answers[0]
    assert not isinstance(answers[1], Dead)


def test_a_file_that_changes_while_read_is_worth_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The verdict on a file that was written to meanwhile says so."""
    from tahqiq.gate import judge as module

    path = put(tmp_path, f"{HEAD}</TEI>")
    real = module._by_grammar

    def meddling(*arguments: object) -> None:
        real(*arguments)
        path.write_text(f"{HEAD}<text/></TEI>", "utf-8")

    monkeypatch.setattr(module, "_by_grammar", meddling)
    verdict = module.judge(Item("a.xml", path, tmp_path), Plan())
    assert "TQ309" in {one.code for one in verdict.findings}


def test_no_socket_is_opened_and_no_file_outside(box: Path, secret: Path, require_tool) -> None:
    """The system calls of a run on hostile files show no connection and no look at the secret."""
    strace = require_tool("strace", remedy="apt install strace")
    for number, (content, _) in enumerate(HOSTILE.values()):
        if isinstance(content, str) and len(content) < 10_000:
            put(box, content.replace("{secret}", secret.as_uri()), f"{number}.xml")
    for name, content in _SPYING.items():
        kind = "schematron" if name.endswith("sch") else "structure/1.0"
        put(box, content, name)
        put(
            box,
            f'<?xml-model href="{name}" schematypens="http://{"purl.oclc.org/dsdl" if kind == "schematron" else "relaxng.org/ns"}/{kind}"?>{HEAD}</TEI>',
            f"{name}.xml",
        )
    log = box.parent / "calls"
    command = [sys.executable, "-m", "tahqiq", "validate", "--xinclude", "resolve", str(box)]
    traced = [strace, "-f", "-e", "trace=open,openat,connect,socket", "-o", log, *command]
    subprocess.run(traced, capture_output=True, check=False, timeout=120)
    calls = log.read_text("utf-8", "replace")
    assert "openat" in calls
    assert "secret.xml" not in calls
    assert '"/etc/passwd"' not in calls
    assert "AF_INET" not in calls


def timeless(report: str) -> list[str]:
    """Return the lines of a report without when it was made."""
    return [re.sub(r'"(started|ended)": "[^"]*"', "", line) for line in report.splitlines()]


def deliver(folder: Path, count: int) -> Path:
    """Write many small files, one in five faulty; return their folder."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        body = "<p>نص</p>" if number % 5 else "<p>نص<p>نص</p></p>"
        put(folder, text(body, f"t{number}"), f"{number:05}.xml")
    return folder


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


def test_the_schema_that_a_file_names_is_used(tmp_path: Path) -> None:
    """A grammar beside the file, named by xml-model, judges it; an archive may bring its own."""
    grammar = 'default namespace = "http://www.tei-c.org/ns/1.0" start = element TEI { empty }'
    content = (
        f'<?xml-model href="k.rnc" type="application/relax-ng-compact-syntax"?>{HEAD}<p/></TEI>'
    )
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("k.rnc", grammar)
        archive.writestr("a.xml", content)
    assert codes(tmp_path / "a.zip") == {"RNG002"}


def test_a_schema_that_contradicts_itself_about_ids_serves_without_them(box: Path) -> None:
    """By its line it is refused, as Jing does; where ids are not checked it judges."""
    fasl = "element fasl { attribute id { xsd:ID } } | element * { attribute id { text } }"
    grammar = put(box, f"start = element kitab {{\n ({fasl})* }}", "k.rnc")
    book = put(box, '<kitab><fasl id="a"/><fasl id="a"/></kitab>')
    plan = Plan(grammar=str(grammar), checks=False)
    with Gate([book], plan, Options()) as gate:
        *_, said = gate.events()
    assert "k.rnc:2: the attribute id of <fasl> has several types of id" in str(said)
    assert codes(book, plan=replace(plan, ids=False)) == set()


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


def test_the_edition_is_valid_in_an_archive_with_its_schema(tmp_path: Path) -> None:
    """A project that is packed whole is judged by the schemas that it brings."""
    for name in ("edition", "schema"):
        shutil.copytree(REPOSITORY / name, tmp_path / "p" / name)
    archive = shutil.make_archive(str(tmp_path / "p"), "zip", tmp_path / "p")
    found = [one.line() for one in tahqiq.validate([archive]) if "/schema/" not in one.place.file]
    assert found == []
