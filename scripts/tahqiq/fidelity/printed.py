"""The proofs of printed books: the files that a PDF embeds, and what its pages give back.

In: encoded texts and the folder of their build. Out: Proofs of each text's PDF and of the volume of
all. Where a book shows both states of its text, both are measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from tahqiq import tei
from tahqiq.choices.printed import PrintChoices
from tahqiq.errors import TahqiqError
from tahqiq.fidelity import extraction, thresholds
from tahqiq.fidelity.encoded import of_tei
from tahqiq.fidelity.flow import compare
from tahqiq.fidelity.proof import Proof
from tahqiq.fidelity.thresholds import Limits


def text_proofs(
    tree: etree._ElementTree, source: Path, out: Path, choices: PrintChoices, language: str
) -> Iterator[Proof]:
    """Yield the proofs of a text's own PDF; none where it was not built.

    ``language`` is that of its apparatus.
    """
    name = tei.name_of(tree.getroot(), source)
    path = out / f"pdf/{name}.pdf"
    if not path.is_file():
        return
    content = path.read_bytes()
    embedded = extraction.embedded_files(content)
    for made, kind in ((f"tei/{name}.xml", "TEI"), (f"text/{name}.diplomatic.txt", "plain text")):
        built = out / made
        if built.is_file():
            same = embedded.get(built.name) == built.read_bytes()
            yield Proof(f"embeds the {kind} as built", str(path), same, built.name)
    asked = thresholds.limits(tree, parallel=choices.parallel, language=language)
    for state, reading in _states(choices):
        expected = of_tei(tree, str(source), reading=reading).text
        yield from _given_back(content, path, expected, asked, state)


def volume_proofs(
    trees: Mapping[str, tuple[Path, etree._ElementTree]],
    out: Path,
    choices: PrintChoices,
    language: str,
) -> Iterator[Proof]:
    """Yield the proofs of the volume of all texts; none where it was not built.

    The texts are those that the volume embeds, in its order: one that failed is not in it.
    """
    path = out / f"pdf/{choices.volume}.pdf"
    if not choices.volume or not path.is_file():
        return
    content = path.read_bytes()
    embedded = extraction.embedded_files(content)
    try:
        corpus = tei.parse(embedded.get(f"{choices.volume}.xml", b""), file=str(path))
    except TahqiqError as error:
        yield Proof("embeds the TEI of its texts", str(path), holds=False, detail=error.message)
        return
    held = {one.get(tei.XML_ID, ""): one for one in corpus.getroot().iter(f"{{{tei.TEI_NS}}}TEI")}
    yield from _embedded_texts(held, trees, path)
    yield from _embedded_plain(list(held), embedded, out, path, choices.volume)
    own = [trees[name] for name in held if name in trees]
    asked = _least(
        [thresholds.limits(tree, parallel=choices.parallel, language=language) for _, tree in own]
    )
    for state, reading in _states(choices):
        expected = "\n".join(of_tei(tree, str(at), reading=reading).text for at, tree in own)
        yield from _given_back(content, path, expected, asked, state)


def _states(choices: PrintChoices) -> tuple[tuple[str, bool], ...]:
    """Return the states of the text that a book shows: their name in a claim, and which it is."""
    both = choices.parallel or choices.facing
    return (("text", True), ("text as received", False)) if both else (("text", True),)


def _given_back(
    content: bytes, path: Path, expected: str, asked: Mapping[str, Limits], state: str
) -> Iterator[Proof]:
    for measure in extraction.measure(content, expected):
        limits = asked[measure.extractor]
        yield Proof(
            f"its pages give the {state} back to {measure.extractor}",
            str(path),
            measure.holds(limits),
            f"{measure} (at least {limits.words_in_order:.1f} %)",
        )


def _embedded_texts(
    held: Mapping[str, etree._Element],
    trees: Mapping[str, tuple[Path, etree._ElementTree]],
    path: Path,
) -> Iterator[Proof]:
    for name, element in held.items():
        if name not in trees:
            continue
        source, tree = trees[name]
        actual = of_tei(etree.ElementTree(element), f"{path}#{name}")
        found = compare(of_tei(tree, str(source)), actual)
        detail = str(found) if found else f"{len(actual.text)} characters"
        yield Proof(f"embeds the diplomatic text of {name}", str(path), found is None, detail)


def _embedded_plain(
    names: list[str], embedded: Mapping[str, bytes], out: Path, path: Path, volume: str
) -> Iterator[Proof]:
    built = [out / f"text/{name}.diplomatic.txt" for name in names]
    if all(one.is_file() for one in built):
        expected = b"\n\n".join(one.read_bytes() for one in built)
        same = embedded.get(f"{volume}.diplomatic.txt") == expected
        yield Proof("embeds the plain texts as built", str(path), same, f"{len(built)} texts")


def _least(every: list[dict[str, Limits]]) -> dict[str, Limits]:
    """Return what the most difficult of several texts is asked."""
    return {
        extractor: Limits(
            max(one[extractor].wrong for one in every),
            min(one[extractor].words_in_order for one in every),
        )
        for extractor in (every[0] if every else {})
    }
