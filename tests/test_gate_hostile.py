"""Strangers' files, each judged in a process of its own: what kills, hangs, lies or spies."""

import os
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

import tahqiq
from deliveries import HEAD, MB, SECRET, SPYING, codes, put
from editions import run
from tahqiq.deliveries import Item, Limits
from tahqiq.gate import Plan
from tahqiq.gate.pool import Dead, Pool, Task

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
    "another Unicode form": (f"{HEAD}نص".encode("utf-32") + b"\xff" * 4, "XML001"),
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


def test_a_file_whose_name_is_not_utf_8_is_judged(tmp_path: Path) -> None:
    """It may be named on the command line, and is judged by rules and checks, too."""
    name = os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.xml")
    Path(name).write_text(f"{HEAD}<p>قال</p></TEI>", "utf-8")
    said = run("validate", name, tmp_path)
    assert (said.returncode, "TQ342" in said.stdout) == (0, False)


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
    found = codes(box, plan=Plan(limits=Limits(cpu_seconds=2)))
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
    for name, content in SPYING.items():
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
