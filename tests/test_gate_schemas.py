"""By which schemas a delivery is judged, and which of them it may name itself."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

import tahqiq
from deliveries import HEAD, SECRET, SPYING, codes, put, text
from tahqiq.gate import Plan
from tahqiq.gate.run import Gate, Options


@pytest.mark.parametrize("name", SPYING)
def test_a_schema_of_the_delivery_includes_nothing_of_outside(
    box: Path, secret: Path, name: str
) -> None:
    """What it names outside of the delivery is not read, and the schema counts as broken."""
    put(box, SPYING[name], name)
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


GRAMMAR = b"start = any any = element * { (attribute * { text } | text | any)* }"


def settings(folder: Path, rng: str) -> None:
    """Write the settings of an edition that names a grammar."""
    folder.mkdir(exist_ok=True)
    (folder / "edition.toml").write_text(f'[schema]\nrng = "{rng}"\n', "utf-8")


@pytest.mark.parametrize("asked", ["", "texts", "texts/a.xml"])
def test_the_settings_of_a_delivery_name_nothing_of_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    """An ``edition.toml`` that came with a delivery is no user's, whatever of it is asked for."""
    (tmp_path / "private.rnc").write_bytes(GRAMMAR)
    monkeypatch.chdir(tmp_path)
    settings(tmp_path / "box", "../private.rnc")
    (tmp_path / "box/texts").mkdir()
    put(tmp_path / "box/texts", text("<p>نص</p>"))
    assert "TQ341" in codes(tmp_path / "box" / asked)


def test_the_settings_of_a_delivery_name_what_lies_below_them(tmp_path: Path) -> None:
    """An edition that was delivered with its schema is judged by that, of one file, too."""
    settings(tmp_path / "box", "schema/own.rnc")
    (tmp_path / "box/schema").mkdir()
    put(tmp_path / "box/schema", b"start = element kitab { text }", "own.rnc")
    path = put(tmp_path / "box", text("<p>نص</p>"))
    assert codes(path) >= {"RNG002"}


def test_the_settings_where_the_command_runs_are_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edition that one stands in may name any schema, as that of a checkout does."""
    put(tmp_path, b"start = element kitab { text }", "own.rnc")
    settings(tmp_path / "edition", "../own.rnc")
    put(tmp_path / "edition", text("<p>نص</p>"))
    monkeypatch.chdir(tmp_path)
    assert codes(tmp_path / "edition") >= {"RNG002"}
