"""Where the documentation has its customisation from.

In: the settings ``tei_odd``, ``tei_compiled`` and ``tei_specification`` of conf.py. Out: the
customisation, read once for each state of its files.

A compiled ODD is taken as it is. Without one the ODD is compiled, where the TEI's specification is
at hand; where it is not, the ODD itself is what there is to tell of.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from lxml import etree
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from tahqiq import tei
from tahqiq.errors import TahqiqError
from tahqiq.files import write_atomic
from tahqiq.sphinx.assembly import assembled
from tahqiq.sphinx.customisation import Customisation

logger = logging.getLogger(__name__)


def setting(app: Sphinx, name: str) -> Path | None:
    """Return a path of conf.py, against the folder of conf.py; None where it is not set."""
    value = getattr(app.config, name)
    return (Path(app.confdir) / value).resolve() if value else None


def customisation(env: BuildEnvironment) -> Customisation:
    """Return the customisation of a project, and make the page depend on its files.

    Raise ExtensionError where none is set or a file cannot be read.
    """
    app = env._app
    odd, compiled, specification = (
        setting(app, name) for name in ("tei_odd", "tei_compiled", "tei_specification")
    )
    if odd is None and compiled is None:
        raise ExtensionError("tahqiq.sphinx: set tei_odd or tei_compiled in conf.py")
    files = [one for one in (odd, compiled, specification) if one is not None and one.is_file()]
    for path in files:
        env.note_dependency(path)
    try:
        return _read(odd, compiled, specification, Path(app.doctreedir), _state(files))
    except TahqiqError as error:
        raise ExtensionError(f"tahqiq.sphinx: {error}") from None


def _state(files: list[Path]) -> tuple[tuple[str, int, int], ...]:
    stats = ((path, path.stat()) for path in files)
    return tuple((str(path), one.st_mtime_ns, one.st_size) for path, one in stats)


@cache
def _read(
    odd: Path | None, compiled: Path | None, specification: Path | None, kept: Path, _state: object
) -> Customisation:
    source = assembled(odd) if odd else None
    if compiled is not None:
        return Customisation(tei.parse(compiled).getroot(), source)
    assert odd is not None
    if specification is not None and specification.is_file():
        return Customisation(_compiled(odd, specification, kept), source)
    if specification is not None:
        logger.info("tahqiq.sphinx: %s is not there; the ODD alone is told of", specification)
    assert source is not None
    return Customisation(source, source)


def _compiled(odd: Path, specification: Path, kept: Path) -> etree._Element:
    from tahqiq.odd import compile_text

    content = tei.serialize(assembled(odd).getroottree()) + specification.read_bytes()
    path = kept / f"tei-{hashlib.sha256(content).hexdigest()[:20]}.compiled.xml"
    if not path.is_file():
        made = compile_text(odd, specification)
        for warning in made.warnings:
            logger.info("%s: %s", odd, warning)
        write_atomic(path, made.compiled.encode("utf-8"))
    return tei.parse(path).getroot()
