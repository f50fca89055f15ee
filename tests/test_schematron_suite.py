"""The conformance cases of ../shared/schematron: the same verdict on every one."""

from pathlib import Path

import pytest
from lxml import etree

from editions import SHARED
from tahqiq.errors import TahqiqError
from tahqiq.schematron import SVRL, Schematron

CASES = sorted((SHARED / "schematron").glob("*/*.xml"))
if not CASES:
    pytest.skip("the cases of ../shared/schematron are not here", allow_module_level=True)


def verdict(case: etree._Element, folder: Path) -> tuple[str, etree._Element | None]:
    """Lay a case out in ``folder``, run it, and return valid, invalid or error, with the report."""
    for document in case.findall("{*}documents/*"):
        path = folder / document.get("filename")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(etree.tostring(document[0]))
    schemas = case.find("{*}schemas")
    schema = folder / "schema.sch"
    # Where a case offers two, the first of let-value-element-content-01 tests html:p of the document
    # in place of $foobar/html:p, which no document of the case can satisfy; the last one counts.
    schema.write_bytes(etree.tostring(schemas[-1]))
    primary = folder / case.find("{*}documents/{*}primary").get("filename")
    try:
        loaded = Schematron.load(schema, phase=schemas.get("phase", "#DEFAULT"))
        report = etree.fromstring(loaded.svrl(primary.read_bytes(), source_uri=primary.as_uri()))
    except TahqiqError:
        return "error", None
    fired = report.findall(f"{{{SVRL}}}failed-assert") + report.findall(
        f"{{{SVRL}}}successful-report"
    )
    return ("invalid" if fired else "valid"), report


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_has_the_verdict_of_the_suite(path: Path, tmp_path: Path) -> None:
    """The verdict and every expectation of the report are the suite's."""
    case = etree.parse(path).getroot()
    found, report = verdict(case, tmp_path)
    assert found == case.get("expect")
    for expectation in case.findall("{*}expectations/{*}expectation"):
        assert report.xpath(expectation.get("test"), namespaces={"svrl": SVRL}), expectation.get(
            "test"
        )
