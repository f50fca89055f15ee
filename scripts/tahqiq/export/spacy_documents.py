"""The texts as documents of spaCy. In: the data. Out: one DocBin, and what it could not take.

A document is a citable unit, with its own tokens, so that no name is lost to an alignment. ``ents``
has the longest mentions, which spaCy wants without overlap; the group of spans ``mentions`` has all
of them. ``ent_kb_id`` and ``Span.kb_id`` are the ids of records. ``user_data`` names text and unit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tahqiq.export.entities import Data, Lost
from tahqiq.export.token_files import LABELS, Placed
from tahqiq.export.tokens import Tokenised, layers, sequences

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


def files(data: Data) -> tuple[dict[str, bytes], list[Lost]]:
    """Return the DocBin, and the mentions that it could not take."""
    import spacy
    from spacy.tokens import DocBin

    vocab = spacy.blank("ar").vocab
    lost: list[Lost] = []
    attributes = ["ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "SPACY"]
    bin_ = DocBin(attrs=attributes, store_user_data=True)
    for source in data.texts:
        own = [one for one in data.mentions if one.text == source.id]
        units, crossing = sequences(source, own, "spacy")
        lost += crossing
        for unit in units:
            bin_.add(_document(unit, vocab))
    return {"mentions.spacy": bin_.to_bytes()}, lost


def _document(unit: Tokenised, vocab: Any) -> Doc:
    from spacy.tokens import Doc, SpanGroup

    words = [token.text for token in unit.tokens]
    doc = Doc(vocab, words=words, spaces=[token.space for token in unit.tokens])
    first = (layers(unit) or [[]])[0]
    doc.ents = [_span(doc, one) for one in first]
    every = [_span(doc, one) for one in unit.mentions]
    doc.spans["mentions"] = SpanGroup(doc, name="mentions", spans=every)
    doc.user_data.update({"text": unit.text, "unit": unit.unit, "anchor": unit.anchor})
    return doc


def _span(doc: Doc, placed: Placed) -> Span:
    from spacy.tokens import Span

    mention, start, end = placed
    return Span(doc, start, end, label=LABELS[mention.kind], kb_id=mention.entity)
