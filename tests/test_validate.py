"""The verb validate: verdicts on files, wherever they lie."""

import json
import shutil
from pathlib import Path

from editions import BODY, REPOSITORY, TEXT, run, text, write
from tahqiq.validate import validate


def test_an_edition_is_valid_wherever_it_lies(tmp_path: Path) -> None:
    """In a folder with a space and Arabic letters the rules find the registers as anywhere."""
    for name in ("edition", "schema"):
        shutil.copytree(REPOSITORY / name, tmp_path / "مجلد العمل" / name)
    result = run("validate", "edition", cwd=tmp_path / "مجلد العمل")
    assert (result.returncode, result.stdout) == (0, "")


def test_a_weekday_that_disagrees_is_found_in_either_language(tmp_path: Path) -> None:
    """The same finding comes in English and in Arabic, with line and column."""
    for name in ("edition", "schema"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    path = tmp_path / "edition/texts" / TEXT.name
    path.write_text(path.read_text("utf-8").replace("الإثنين 16", "الثلاثاء 16"), encoding="utf-8")
    english, arabic = (run("validate", "--lang", lang, path) for lang in ("en", "ar"))
    assert (english.returncode, arabic.returncode) == (1, 1)
    assert "error: TQ107 weekday-disagrees: 2015-02-16 was" in english.stdout
    assert "والنص يسمي يومًا غيره" in arabic.stdout


def test_a_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    """Of three files two are broken; the third is judged, and the exit code says 2."""
    write(tmp_path, BODY.replace("#place-derna", "#place-durna"))
    (tmp_path / "texts/a.xml").write_text("<TEI>", encoding="utf-8")
    (tmp_path / "texts/b.xml").write_bytes(text().encode("cp1256"))
    verdict = validate([tmp_path / "texts", tmp_path / "غائب.xml"])
    assert [Path(failure.place.file).name for failure in verdict.failures] == [
        "غائب.xml",
        "a.xml",
        "b.xml",
    ]
    assert ([one.code for one in verdict.findings], verdict.exit_code) == (["TQ001"], 2)


def test_an_id_given_twice_names_the_first(tmp_path: Path) -> None:
    """A duplicate id is found, with the place of the first."""
    write(tmp_path, '<p xml:id="a" n="1">أول</p>\n<p xml:id="a" n="2">ثان</p>')
    (finding,) = [one for one in validate([tmp_path / "texts"]).findings if one.code == "TQ002"]
    assert (finding.place.line, [one.line for one in finding.related]) == (9, [8])


def test_findings_come_as_json(tmp_path: Path) -> None:
    """With --json standard output is one value with files, findings and failures."""
    write(tmp_path, BODY.replace("#place-derna", "#place-durna"))
    result = run("validate", "--json", tmp_path / "texts")
    value = json.loads(result.stdout)
    assert [one["code"] for one in value["findings"]] == ["TQ001"]


def test_a_schema_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    """A schema named outright that is not there gives one line and exit code 2."""
    result = run("validate", "--schema", tmp_path / "no.rng", write(tmp_path))
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
