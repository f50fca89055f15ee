"""The verb verify: proof that every output carries the source's text.

In: a project and its build. Out: one Proof for each claim, with the first difference where it
fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tahqiq import fidelity, tei
from tahqiq.errors import Place, TahqiqError
from tahqiq.fidelity import Flow, Forms, books, plain_texts, printed
from tahqiq.fidelity.plain_texts import Run
from tahqiq.fidelity.proof import Proof
from tahqiq.files import read_bytes
from tahqiq.plaintext import concordance
from tahqiq.project import Project


def verify(project: Project, out: Path) -> list[Proof]:
    """Return the proofs of a project's build at ``out``.

    Raise TahqiqError where nothing was built there.
    """
    if not out.is_dir():
        raise TahqiqError(
            "nothing was built here", place=Place(str(out)), hint="run 'tahqiq build' first"
        )
    settings = project.settings
    printing = settings.print, settings.print.language or settings.languages[0]
    proofs: list[Proof] = []
    trees: dict[str, tuple[Path, etree._ElementTree]] = {}
    for path in project.texts:
        try:
            tree = tei.parse(path)
        except TahqiqError as error:
            proofs.append(Proof("can be read", str(path), holds=False, detail=error.message))
            continue
        trees[_name(tree, path)] = (path, tree)
        proofs.extend(_text(tree, path, out, settings.languages))
        proofs.extend(printed.text_proofs(tree, path, out, *printing))
    proofs.extend(printed.volume_proofs(trees, out, *printing))
    return proofs


def _text(
    tree: etree._ElementTree, path: Path, out: Path, languages: tuple[str, ...]
) -> list[Proof]:
    name = _name(tree, path)
    diplomatic = fidelity.of_tei(tree, str(path))
    reading = fidelity.of_tei(tree, str(path), reading=True)
    proofs = [_witness(tree, path)]
    proofs.append(_same("carries the diplomatic text", diplomatic, out / f"tei/{name}.xml", _tei))
    proofs.append(
        _same("is the diplomatic text", diplomatic, out / f"text/{name}.diplomatic.txt", _plain)
    )
    for form in _PLAIN:
        proofs.extend(_plain_text(tree, out / form.path.format(name), form))
    for position, language in enumerate(languages):
        page = out / "html" / ("" if position == 0 else language) / f"{name}.html"
        proofs.append(_same("carries the diplomatic text", diplomatic, page, fidelity.of_html))
        proofs.append(_same("carries the reading text", reading, page, _html_reading))
    book = out / f"epub/{name}.epub"
    proofs.append(_same("carries the reading text", reading, book, books.of_epub))
    marked = fidelity.of_tei(tree, str(path), reading=True, forms=Forms(unclear="[\u061f]"))
    document = out / f"docx/{name}.docx"
    proofs.append(_same("carries the reading text", marked, document, books.of_docx))
    return [proof for proof in proofs if proof is not None]


def _name(tree: etree._ElementTree, path: Path) -> str:
    return tei.name_of(tree.getroot(), path)


@dataclass(frozen=True, slots=True)
class _Form:
    """A plain text: where it lies, how it is read back, and what it writes of its own."""

    path: str
    runs: Callable[..., list[Run]]
    reading: bool
    forms: Forms


_PLAIN = (
    _Form("text/{}.diplomatic.txt", plain_texts.diplomatic, False, Forms()),
    _Form("text/{}.txt", plain_texts.reading, True, Forms(" \u066d ", "[\u061f]")),
    _Form("markdown/{}.md", plain_texts.markdown, True, Forms(" \u066d ", "[\u061f]")),
    _Form("openiti/{}.mARkdown", plain_texts.openiti, True, Forms(" %~% ", "[\u061f]")),
)


def _plain_text(tree: etree._ElementTree, path: Path, form: _Form) -> Iterator[Proof]:
    """Yield the proofs that a plain text carries the text, and that its lines lead back."""
    lines = path.with_suffix(".lines.tsv")
    if not path.is_file():
        return
    if not lines.is_file():
        yield Proof("every line leads back to its element", str(lines), False, "it is missing")
        return
    origins = concordance.read(lines.read_bytes())
    runs = form.runs(path.read_bytes(), origins)
    state = "reading" if form.reading else "diplomatic"
    expected = fidelity.of_tei(
        tree, tree.docinfo.URL or state, reading=form.reading, forms=form.forms
    )
    yield _judged(
        f"carries the {state} text", str(path), expected, plain_texts.flow(runs, str(path))
    )
    lost = [r for r in runs if not plain_texts.leads_back(tree, r, form.reading, form.forms)]
    detail = f"line {lost[0].number} does not" if lost else f"{len(origins)} lines"
    yield Proof("every line leads back to its element", str(lines), not lost, detail)


def _witness(tree: etree._ElementTree, path: Path) -> Proof | None:
    pointer = tree.getroot().find(".//t:sourceDesc//t:witness/t:ptr[@target]", tei.NS)
    if pointer is None:
        return None
    witness = (path.parent / pointer.get("target", "")).resolve()
    claim = "the text's diplomatic form is this witness"
    try:
        expected = fidelity.of_plain(read_bytes(witness), str(witness), exact=True)
    except (TahqiqError, UnicodeDecodeError) as error:
        return Proof(claim, str(witness), holds=False, detail=str(error))
    return _judged(claim, str(witness), expected, fidelity.of_tei(tree, str(path), exact=True))


def _same(
    claim: str, expected: Flow, path: Path, reader: Callable[[bytes, str], Flow]
) -> Proof | None:
    """Return the proof that a file carries a text; None where that format was not built."""
    if not path.is_file():
        return None
    return _judged(claim, str(path), expected, reader(path.read_bytes(), str(path)))


def _judged(claim: str, file: str, expected: Flow, actual: Flow) -> Proof:
    difference = fidelity.compare(expected, actual)
    if difference:
        return Proof(claim, file, holds=False, detail=str(difference))
    return Proof(claim, file, holds=True, detail=f"{len(actual.text)} characters")


def _tei(content: bytes, name: str) -> Flow:
    return fidelity.of_tei(tei.parse(content, file=name), name)


def _plain(content: bytes, name: str) -> Flow:
    return fidelity.of_plain(content, name)


def _html_reading(content: bytes, name: str) -> Flow:
    return fidelity.of_html(content, name, reading=True)
