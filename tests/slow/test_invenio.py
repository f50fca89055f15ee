"""InvenioRDM's own schema keeps what our drafts say, and finds nothing against them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cited_editions
from conftest import missing
from editions import REPOSITORY
from tahqiq.citation.targets import Citables
from tahqiq.citation.writing import Choices, cite

SAYS = Path(__file__).parent / "invenio_says.py"
# Of InvenioRDM 14.0.5 what its schema needs.
WANTED = ("invenio-rdm-records[opensearch2]==32.3.2", "invenio-app==3.2.1")
HEADERS: dict[str, dict[str, str]] = {
    "whole": {},
    "hijri": {"date": '<date when-custom="1446" calendar="#hijri">١٤٤٦</date>'},
    "years": {"date": '<date from="2020" to="2025-03"/>'},
    "translated": {"people": '<editor role="translator"><persName>ليلى</persName></editor>'},
    "house": {"people": "<editor><orgName>دار الوثائق</orgName></editor>"},
    "terms": {"licence": "terms.html"},
    "ported": {"licence": "https://creativecommons.org/licenses/by-sa/2.1/jp/"},
    "marked": {"abstract": "<abstract><p>أ &lt; ب &amp;amp; &lt;b&gt;ج&lt;/b&gt;</p></abstract>"},
    "romanised": {
        "titles": '<title xml:lang="ar">يسر</title><title xml:lang="ar-Latn">Yusr</title>'
    },
}


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment with InvenioRDM's records, and return its Python."""
    folder = tmp_path_factory.mktemp("invenio")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin/python"
    free = {name: value for name, value in os.environ.items() if name != "PIP_CONSTRAINT"}
    done = subprocess.run(
        [str(python), "-m", "pip", "install", "-q", *WANTED],
        env=free, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        missing(WANTED[0], f"let pip install it: {done.stderr[-200:]}")
    return python


@pytest.fixture(scope="module")
def said(
    python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return a function that tells what InvenioRDM makes of drafts, by their names."""
    folder = tmp_path_factory.mktemp("drafts")

    def asked(drafts: dict[str, Any]) -> dict[str, Any]:
        for name, draft in drafts.items():
            (folder / name).write_text(json.dumps(draft), "utf-8")
        done = subprocess.run(
            [str(python), "-W", "ignore", str(SAYS), *(str(folder / name) for name in drafts)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return {Path(path).name: made for path, made in json.loads(done.stdout).items()}

    return asked


def draft(edition: Path) -> dict[str, Any]:
    """Return the draft of an edition."""
    made = json.loads(cite(Citables(edition), "", Choices(format="invenio", lang="en")))
    assert isinstance(made, dict)
    return made


def test_every_draft_is_kept_as_it_was_sent(
    said: Callable[[dict[str, Any]], dict[str, Any]], tmp_path: Path
) -> None:
    """Nothing of it is wrong, left out or changed; a name as one string is made of its parts."""
    sent = {
        name: draft(cited_editions.write(tmp_path / name, **one)) for name, one in HEADERS.items()
    }
    sent["ours"] = draft(REPOSITORY)
    told = said(sent)
    assert {name: one["errors"] for name, one in told.items() if one["errors"]} == {}
    for one in told.values():
        for agent in (*one["kept"]["creators"], *one["kept"].get("contributors", [])):
            if agent["person_or_org"]["type"] == "personal":
                del agent["person_or_org"]["name"]
    assert {name: one["kept"] for name, one in told.items()} == {
        name: one["metadata"] for name, one in sent.items()
    }


def test_what_it_refuses_is_known(
    said: Callable[[dict[str, Any]], dict[str, Any]], tmp_path: Path
) -> None:
    """A title of two letters and an ORCID that is none are told of, as the page says."""
    titles = '<title xml:lang="ar">يس</title>'
    people = cited_editions.EDITORS.replace("0097", "0098")
    wrong = draft(cited_editions.write(tmp_path, titles=titles, people=people))
    identifier = {"0": {"identifier": "Invalid ORCID identifier."}}
    assert said({"wrong": wrong})["wrong"]["errors"] == {
        "title": ["Shorter than minimum length 3."],
        "creators": {"0": {"person_or_org": {"identifiers": identifier}}},
    }
