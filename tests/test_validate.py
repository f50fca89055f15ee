"""The verb validate: verdicts on files, wherever they lie."""

import json
import shutil
from pathlib import Path

import pytest

import tahqiq
from editions import BODY, REPOSITORY, TEXT, run, text, write
from tahqiq import cli


def test_an_edition_is_valid_wherever_it_lies(tmp_path: Path) -> None:
    """In a folder with a space and Arabic letters the rules find the registers as anywhere."""
    for name in ("edition", "schema"):
        shutil.copytree(REPOSITORY / name, tmp_path / "مجلد العمل" / name)
    result = run("validate", "edition", cwd=tmp_path / "مجلد العمل")
    assert (result.returncode, result.stdout) == (
        0,
        "7 files, 0 errors, 0 warnings, 0 infos, 0 not judged\n",
    )


def test_a_weekday_that_disagrees_is_found_in_either_language(tmp_path: Path) -> None:
    """The same finding comes in English and in Arabic, with line and column."""
    for name in ("edition", "schema"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    path = tmp_path / "edition/texts" / TEXT.name
    path.write_text(path.read_text("utf-8").replace("الإثنين 16", "الثلاثاء 16"), encoding="utf-8")
    english, arabic = (run("validate", "--lang", lang, path, cwd=tmp_path) for lang in ("en", "ar"))
    assert (english.returncode, arabic.returncode) == (1, 1)
    assert "TQ107 weekday-disagrees: 2015-02-16 was" in english.stdout
    assert "والنص يسمي يومًا غيره" in arabic.stdout


def codes(*paths: Path) -> list[str]:
    """Return the code of each finding with its file's name, as the package's own function gives."""
    return [f"{one.code} {Path(one.place.file).name}" for one in tahqiq.validate(paths)]


def test_a_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    """Of three files two are broken and one is missing; the third is judged."""
    write(tmp_path, BODY.replace("#place-derna", "#place-durna"))
    (tmp_path / "texts/a.xml").write_text("<TEI>", encoding="utf-8")
    (tmp_path / "texts/b.xml").write_bytes(text().encode("cp1256"))
    found = [one for one in codes(tmp_path / "texts", tmp_path / "غائب.xml") if "TQ340" not in one]
    assert found == ["XML001 a.xml", "XML002 b.xml", "TQ001 letter.xml", "TQ300 غائب.xml"]


def test_a_missing_file_is_exit_code_2_and_a_broken_one_1(tmp_path: Path) -> None:
    """What could not be done is told from what was found."""
    broken = tmp_path / "a.xml"
    broken.write_text("<TEI>", encoding="utf-8")
    assert run("validate", broken).returncode == 1
    result = run("validate", broken, tmp_path / "b.xml")
    assert (result.returncode, "there is no such file" in result.stderr) == (2, True)


def test_an_id_given_twice_names_the_first(tmp_path: Path) -> None:
    """A duplicate id is found, with the place of the first."""
    path = write(tmp_path, '<p xml:id="a" n="1">أول</p>\n<p xml:id="a" n="2">ثان</p>')
    (finding,) = [one for one in tahqiq.validate([path]) if one.code == "TQ002"]
    assert (finding.place.line, [one.line for one in finding.related]) == (9, [8])


def test_a_private_prefix_is_resolved(tmp_path: Path) -> None:
    """What a prefixDef says is where its pointers lead; other schemes are left alone."""
    definition = (
        '<listPrefixDef><prefixDef ident="place" matchPattern="([a-z]+)"'
        ' replacementPattern="#place-$1"/></listPrefixDef>'
    )
    body = (
        '<p><placeName ref="place:derna">درنة</placeName><placeName ref="place:sirte">سرت</placeName>'
        '<placeName ref="oape:place:1" xml:id="place-derna">القاهرة</placeName></p>'
    )
    path = write(tmp_path, body) / "texts/letter.xml"
    path.write_text(path.read_text("utf-8").replace("<body>", f"{definition}<body>"), "utf-8")
    found = [one.found for one in tahqiq.validate([path]) if one.code == "TQ001"]
    assert found == ["place:sirte"]


def test_what_lies_between_files_is_found(tmp_path: Path) -> None:
    """A pointer into another file of the delivery must find its id there."""
    for name, other in (("a", "b"), ("b", "a")):
        body = f'<p xml:id="{name}1"><ref target="{other}.xml#{other}1">هنا</ref></p><p><ref target="{other}.xml#{name}9">لا</ref></p>'
        whole = text(body).replace('<ptr target="../witnesses/letter.txt"/>', "")
        (tmp_path / f"{name}.xml").write_text(whole, encoding="utf-8")
    found = [
        (Path(one.place.file).name, one.found)
        for one in tahqiq.validate([tmp_path])
        if one.code == "TQ001"
    ]
    assert found == [("a.xml", "b.xml#a9"), ("b.xml", "a.xml#b9")]


def test_findings_come_as_json(tmp_path: Path) -> None:
    """With --json standard output is one value with inputs, findings and failures."""
    write(tmp_path, BODY.replace("#place-derna", "#place-durna"))
    result = run("validate", "--json", tmp_path / "texts")
    value = json.loads(result.stdout)
    assert [one["code"] for one in value["findings"] if one["severity"] == "error"] == ["TQ001"]


def test_a_schema_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    """A schema named outright that is not there gives one line and exit code 2."""
    result = run("validate", "--schema", tmp_path / "no.rng", write(tmp_path))
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)


def test_an_id_in_two_files_of_an_edition_is_named(tmp_path: Path) -> None:
    """In a project an id stands in one file; the second is told where the first is."""
    write(tmp_path)
    second = text("<p>نص</p>", "other").replace('<ptr target="../witnesses/other.txt"/>', "")
    second = second.replace("<p>نص</p>", '<p xml:id="letter-p1">نص</p>')
    (tmp_path / "texts/other.xml").write_text(second, encoding="utf-8")
    (finding,) = [one for one in tahqiq.validate([tmp_path]) if one.code == "TQ004"]
    first = finding.related[0]
    assert (finding.found, finding.place.file[-9:], first.file[-10:]) == (
        "letter-p1",
        "other.xml",
        "letter.xml",
    )


@pytest.mark.parametrize(
    "asked",
    [
        "validate --time-limit -1 a.xml",
        "validate --jobs 0 a.xml",
        "corpus validate --time-limit 0 a.xml -o out",
        "corpus index --memory-limit 0 a.xml -o out",
        "serve --port 65536 a.xml",
        "receive --jobs 0 a.zip",
        "fixity --rate -1 store",
    ],
)
def test_a_number_that_cannot_be_is_wrong_usage(
    asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A limit of nothing and a port that no machine has are told in one line, before any work."""
    with pytest.raises(SystemExit) as ended:
        cli.main(asked.split())
    assert (ended.value.code, capsys.readouterr().err.count("\n")) == (2, 1)
