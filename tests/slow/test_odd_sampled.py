"""Thousands of documents drawn from the edition's grammar, judged by the TEI's own."""

from pathlib import Path

import pytest

from jing import complaints
from sampling import Sampler

ROOT = Path(__file__).parent.parent.parent
TEI_ALL = ROOT.parent / "shared" / "tei" / "tei_all.rng"


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(100, 112))
def test_what_the_schema_allows_is_tei(seed, java, jing_jar, tmp_path):
    """Jing accepts by tei_all.rng all of 400 documents drawn from the edition's grammar."""
    if not TEI_ALL.is_file():
        pytest.skip("tei_all.rng is not at hand (../shared/tei)")
    sampler = Sampler(ROOT / "schema/edition.rng", seed=seed)
    paths = [tmp_path / f"{number}.xml" for number in range(400)]
    for path in paths:
        path.write_text(sampler.document(), "utf-8")
    assert complaints(java, jing_jar, TEI_ALL, paths) == {}
