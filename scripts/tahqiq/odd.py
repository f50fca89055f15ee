"""An ODD compiled: from one document that says what is encoded to its schema and its rules.

In: an ODD (chained ones too) and the TEI's own specification (``p5subset.xml``), both local files.
Out: the compiled ODD, RELAX NG in both syntaxes, and Schematron, written beside each other.
The work is done by the stylesheets under ``xslt/odd``; see TEI P5, chapter 22 (TD) and 23.5 (IM).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from tahqiq import resources, saxon, tei
from tahqiq.errors import Place, SourceError, TransformError
from tahqiq.files import read_bytes, write_atomic
from tahqiq.formatting import laid_out
from tahqiq.formatting.classes import CONTAINERS


@dataclass(frozen=True, slots=True)
class CompiledOdd:
    """What an ODD says, in the four forms that programs read, each as text."""

    compiled: str
    rng: str
    rnc: str
    sch: str
    warnings: tuple[str, ...]


def compile_text(odd: Path, specification: Path, *, prose: bool = True) -> CompiledOdd:
    """Return what ``odd`` compiles to.

    ``specification`` is the TEI's ``p5subset.xml`` or a compiled ODD. Without ``prose`` the
    specification's own descriptions and examples are left out of the compiled ODD, those of
    ``odd`` stay. Raise SourceError where a file cannot be read, TransformError where the ODD
    refers to a group, a file or a specification that is not there.
    """
    if not specification.is_file():
        raise SourceError("there is no such specification", place=Place(str(specification)))
    content = read_bytes(odd)
    tei.parse(content, file=str(odd))
    try:
        made = saxon.transform(
            _stylesheet("compile"),
            content,
            params={"specification": specification.resolve().as_uri(), "prose": prose},
            source_uri=odd.resolve().as_uri(),
        )
    except TransformError as error:
        raise _in_the_odd(error, odd) from None
    compiled = made.principal
    grammar = _by("relaxng", compiled)
    return CompiledOdd(
        compiled=_laid_out(compiled),
        rng=grammar.principal,
        rnc=_by("compact", grammar.principal).principal,
        sch=_by("schematron", compiled).principal,
        warnings=(*made.messages, *grammar.messages),
    )


def _in_the_odd(error: TransformError, odd: Path) -> TransformError:
    """Return an error as one of the file that is at fault: the ODD, or what it includes."""
    message = re.sub(r"file:/+\S+", lambda found: _path(found[0], odd), error.message)
    named, _, said = message.partition(" ")
    # What was put together of several files has the address of what put it together.
    named = str(odd) if named.endswith(".xsl") else named
    if not Path(named).is_file():
        return TransformError(message, place=Place(str(odd)), hint=error.hint)
    wanted = re.search(r"(?:includes|group) (\S+?)(?:#\S+)?,? ", said)
    lines = Path(named).read_text("utf-8", "replace").split("\n") if wanted else []
    line = next((n for n, text in enumerate(lines, 1) if wanted and f'"{wanted[1]}"' in text), 0)
    return TransformError(said, place=Place(named, line), hint=error.hint)


def _path(address: str, odd: Path) -> str:
    path = unquote(urlsplit(address).path)
    return str(odd) if Path(path) == odd.resolve() else path


def compile_odd(
    odd: Path, specification: Path, out: Path, *, prose: bool = True
) -> tuple[list[Path], tuple[str, ...]]:
    """Compile ``odd`` and write what it makes under ``out``; return the files and the warnings.

    The files carry the ODD's name: ``NAME.compiled.xml``, ``NAME.rng``, ``NAME.rnc``, ``NAME.sch``.
    """
    made = compile_text(odd, specification, prose=prose)
    written = []
    for suffix, text in (
        (".compiled.xml", made.compiled),
        (".rng", made.rng),
        (".rnc", made.rnc),
        (".sch", made.sch),
    ):
        path = out / f"{odd.stem}{suffix}"
        write_atomic(path, text.encode("utf-8"))
        written.append(path)
    return written, made.warnings


def _laid_out(compiled: str) -> str:
    """Return a compiled ODD as a file that is read and compared: one child a line."""
    root = tei.parse(compiled.encode("utf-8")).getroot()
    prefixes = {prefix: uri for prefix, uri in _prefixes(root).items() if prefix}
    # Values name prefixes, too: those that the ODD declares for all stay.
    kept = sorted({"xs", "tei", *(prefix for prefix in root.nsmap if prefix)})
    etree.cleanup_namespaces(root, top_nsmap=prefixes, keep_ns_prefixes=kept)
    for node in root.iter("{*}*"):
        name = etree.QName(node)
        if (name.namespace, name.localname) in CONTAINERS:
            node.text = (node.text or "").strip() or None
            for child in node:
                child.tail = (child.tail or "").strip() or None
    return laid_out(tei.serialize(root.getroottree()).decode("utf-8"))


def _prefixes(root: etree._Element) -> dict[str | None, str]:
    found: dict[str | None, str] = {}
    for node in root.iter("{*}*"):
        name = etree.QName(node)
        if name.namespace != root.nsmap.get(None):
            found.setdefault(node.prefix, name.namespace)
    return found


def _stylesheet(name: str) -> Path:
    return resources.root() / "xslt" / "odd" / f"{name}.xsl"


def _by(name: str, source: str) -> saxon.Transformed:
    return saxon.transform(_stylesheet(name), source.encode("utf-8"))
