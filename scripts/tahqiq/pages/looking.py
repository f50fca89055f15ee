"""The pages to look at and to search in: map, timeline, diagram of speech, search.

In: the resolved texts of a project. Out: the pages that they have matter for, in every language,
the scripts and styles of these, and the search index.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tahqiq import resources, saxon
from tahqiq.pages import assets
from tahqiq.press.stylesheets import Outputs, Press, Text, as_corpus
from tahqiq.search import index

NAMES = ("index", "map", "timeline", "speech", "search")
"""The home page, and those that a site may have to look at."""
_DATED = re.compile(rb"<(?:date|event|origDate)\s[^>]*\b(?:when|from|to|notBefore|notAfter)=")
_SPOKEN = re.compile(rb"<said[\s>]")
_SEARCH = ("finding", "hit", "index", "question", "records", "results")
_ASSETS = (
    *("looking.css", "map.js", "search.js", "speech.js", "timeline.js"),
    *(f"search-{part}.js" for part in _SEARCH),
)


def pages(texts: Sequence[Text]) -> tuple[str, ...]:
    """Return the names of the pages that these texts have matter for, as the site lists them."""
    has = {
        "map": any(b'<listPlace type="places"' in text.resolved for text in texts),
        "timeline": any(_DATED.search(text.resolved) for text in texts),
        "speech": any(_SPOKEN.search(text.resolved) for text in texts),
        "search": bool(texts),
    }
    return tuple(name for name, there in has.items() if there)


def site(texts: Sequence[Text], press: Press) -> Outputs:
    """Return the pages, what they load, and the index."""
    names = press.looking
    corpus = saxon.document(_corpus(texts), locked=False)
    made: Outputs = {}
    for position, language in enumerate(press.languages):
        root = "../" if position else ""
        folder = f"{language}/" if position else ""
        for name in names:
            body = press.run(
                "looking.xsl",
                corpus,
                page=name,
                lang=language,
                root=root,
                languages=" ".join(press.languages),
                base=press.base,
                site=press.described,
                looking=" ".join(names),
            )
            made[f"html/{folder}{name}.html"] = body.encode() + b"\n"
    made.update({f"html/assets/{name}": assets.asset(name) for name in _ASSETS})
    made.update(index.index(texts, press.languages))
    return made


def _corpus(texts: Sequence[Text]) -> bytes:
    """Return one teiCorpus of the thinned texts."""
    thin = resources.stylesheet("passes/30-looking.xsl")
    return as_corpus(saxon.transform(thin, text.paged).principal.encode() for text in texts)
