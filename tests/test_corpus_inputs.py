"""What decides a result is in the manifest: a change of any of it does a document again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import corpora
from tahqiq.corpus.answers import unpacked
from tahqiq.corpus.bench import Asked, Bench
from tahqiq.corpus.stores import documents
from tahqiq.corpus.works import Work
from tahqiq.gate import Plan

TEI = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body>{}</body></text></TEI>"
GRAMMAR = """<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="{}"/></grammar>"""
PART = """<grammar xmlns="http://relaxng.org/ns/structure/1.0">
<start><element><anyName/><zeroOrMore><ref name="any"/></zeroOrMore></element></start>
<define name="any"><choice><text/><element><anyName/><zeroOrMore><ref name="any"/></zeroOrMore>
</element>{}</choice></define></grammar>"""
RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/><pattern><rule context="t:p">
<assert id="R1" test="doc('register.xml')//t:person">لا شخص</assert></rule></pattern></schema>"""
POINTER = "<p>انظر <ref target='قائمة.xml#p1'>القائمة</ref></p>"


def model(name: str, kind: str) -> str:
    """Return the instruction by which a document names its schema."""
    space = {"rng": "http://relaxng.org/ns/structure/1.0"}.get(
        kind, "http://purl.oclc.org/dsdl/schematron"
    )
    return f"<?xml-model href='{name}' schematypens='{space}'?>\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write documents, each of which rests on another kind of file beside it."""
    folder = tmp_path / "in"
    files = {
        "نحو.xml": model("main.rng", "rng") + TEI.format("<p>نص</p>"),
        "غائب.xml": model("absent.rng", "rng") + TEI.format("<p>نص</p>"),
        "قاعدة.xml": model("rules.sch", "sch") + TEI.format("<p>نص</p>"),
        "مؤشر.xml": TEI.format(POINTER),
        "مشروع/إعداد.xml": TEI.format("<p>نص</p>"),
        "وحيد.xml": TEI.format("<p>نص</p>"),
        "main.rng": GRAMMAR.format("part.rng"),
        "part.rng": PART.format(""),
        "rules.sch": RULES,
        "register.xml": "<TEI xmlns='http://www.tei-c.org/ns/1.0'><person/></TEI>",
        "قائمة.xml": TEI.format("<p xml:id='p1'>قائمة</p>"),
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return folder


CHANGES: list[tuple[Callable[[Path], object], set[str]]] = [
    (lambda at: (at / "part.rng").write_text(PART.format("<empty/>")), {"نحو.xml"}),
    (lambda at: (at / "absent.rng").write_text(PART.format("")), {"غائب.xml"}),
    (lambda at: (at / "register.xml").write_text("<TEI/>"), {"قاعدة.xml", "register.xml"}),
    (lambda at: (at / "قائمة.xml").unlink(), {"مؤشر.xml"}),
    (lambda at: (at / "مشروع/edition.toml").write_text(""), {"مشروع/إعداد.xml"}),
]


def done(folder: Path, out: Path) -> set[str]:
    """Run over a folder; return the documents that were worked on."""
    log = out.with_suffix(".jsonl")
    log.unlink(missing_ok=True)
    run = corpora.run("validate", folder, "-o", out, "--jobs", 0, "--log", log)
    assert run.returncode in (0, 1), run.stderr
    events = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    return {one["document"] for one in events if one["event"] == "document"}


def test_a_change_of_what_a_verdict_rests_on_is_noticed(folder: Path, tmp_path: Path) -> None:
    """An included grammar, an absent one, a register, a target, settings: each does its documents again."""
    out = tmp_path / "out"
    everything = {one.key for one in documents([str(folder)])}
    assert (done(folder, out), done(folder, out)) == (everything, set())
    for change, _ in CHANGES:
        change(folder)
    assert done(folder, out) == set().union(*(keys for _, keys in CHANGES))


def test_a_link_that_leads_out_is_not_followed(folder: Path, tmp_path: Path) -> None:
    """A link to a file outside of the collection is a finding, and its content is not read."""
    secret = tmp_path / "سر.txt"
    secret.write_text("سر", "utf-8")
    (folder / "وصلة.xml").symlink_to(secret)
    (folder / "قريب.xml").symlink_to(folder / "وحيد.xml")
    found = {one.document.key: one for one in map(Asked, documents([str(folder)]))}
    bench = Bench(Work("validate", Plan()), str(tmp_path / "out"), 0)
    answered = dict(bench.map([found["وصلة.xml"], found["قريب.xml"]]))
    bench.close()
    assert ["TQ302" in unpacked(one["said"]) for one in answered.values()] == [True, False]
