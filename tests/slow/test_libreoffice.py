"""The DOCX in LibreOffice: it opens, and what its pages show is the text."""

import re
import subprocess
from pathlib import Path

import pytest

from editions import REPOSITORY
from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.project import find
from test_docx import made
from test_texts import STRUCTURES
from test_texts_foreign import FOREIGN

REMEDY = "apt install --no-install-recommends libreoffice-writer-nogui"


@pytest.fixture(scope="module")
def shown_text(require_tool, pdftotext: Path):
    """Return a function from a document to the text of the pages that LibreOffice makes of it."""
    office = require_tool("soffice", remedy=REMEDY)

    def read(path: Path, folder: Path) -> str:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path]
        subprocess.run(command, check=True, timeout=300, capture_output=True)
        pdf = folder / f"{path.stem}.pdf"
        shown = subprocess.run([pdftotext, pdf, "-"], check=True, capture_output=True, text=True)
        return re.sub("[\u064b-\u0652\u202a-\u202e]", "", shown.stdout)

    return read


@pytest.mark.oracle
def test_every_structure_is_on_the_pages(shown_text, tmp_path: Path) -> None:
    """Headings, verses, lists, tables, letters and notes are shown."""
    (tmp_path / "letter.docx").write_bytes(made(STRUCTURES + FOREIGN))
    shown = shown_text(tmp_path / "letter.docx", tmp_path)
    wanted = "رسالة المحتويات باب الكتب قفا نبك ذكرى الأول فرع خبز سلام محمد هامش"
    wanted = [*wanted.split(), *"سبعة ممتد صدر عجزه المصدر ليدن متن شطب عمرو".split()]
    assert [word for word in wanted if word not in shown] == []


@pytest.mark.oracle
def test_the_report_is_on_the_pages(shown_text, tmp_path: Path) -> None:
    """The edition's own document opens, and its first words stand on its pages."""
    build(find(REPOSITORY), Options(("docx",), tmp_path / "build"), lambda _: None)
    for path in sorted((tmp_path / "build/docx").glob("*.docx")):
        shown = shown_text(path, tmp_path)
        assert [word for word in ("القوات", "الجوية", "المصرية") if word not in shown] == []


@pytest.mark.oracle
def test_foreign_runs_stand_in_order(shown_text, tmp_path: Path) -> None:
    """Degrees begin with a digit, and a sign ends what stands before Arabic letters."""
    (tmp_path / "letter.docx").write_bytes(made("<p>بين 24°C–26°C تقريبا</p><p>لغة C++ ثم</p>"))
    shown = re.sub(
        "[\u200b-\u200f\u202a-\u202e]", "", shown_text(tmp_path / "letter.docx", tmp_path)
    )
    assert "24°C–26°C" in shown
    assert "C++" in shown
