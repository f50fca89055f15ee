"""Search over Arabic pages: words are found whatever is written onto them.

In: the words of pages and of questions. Out: Sphinx's language class for ``ar``. Both sides are
folded (vowels, tatweel, carriers of hamza, ى and ة, digits); of each word of a page those forms are
indexed, too, that it has without the conjunctions and prepositions joined to it, without its
article and without a joined pronoun. Sphinx 9 has no such class, and Snowball's Arabic stemmer
leaves a joined preposition on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from sphinx.search import SearchLanguage

from tahqiq.search.folding import folded, pairs

_WORDS = re.compile(r"\w+")
_ARABIC = re.compile(r"[\u0621-\u064A]")
_PRONOUNS = ("هما", "هم", "هن", "ها", "كم", "نا", "ه", "ك", "ي")
_LEAST = 3


class SearchArabic(SearchLanguage):
    """Arabic with what is joined to its words taken off."""

    lang = "ar"
    language_name = "Arabic"
    js_splitter_code = """
const foldings = new Map();
for (const [to, letters] of PAIRS)
  for (const letter of letters) foldings.set(letter, to);
var splitQuery = (query) =>
  [...query].map((letter) => foldings.get(letter) ?? letter).join("")
    .split(/[^\\p{Letter}\\p{Number}_]+/gu).filter((term) => term);
""".replace("PAIRS", json.dumps(pairs(), ensure_ascii=False))

    def __init__(self, options: dict[str, str]) -> None:
        """Take the options of conf.py; there are none."""
        super().__init__(options)

    def split(self, input: str) -> list[str]:  # noqa: A002
        """Return the words of a text, folded, with the forms that each is found under."""
        return [form for word in _WORDS.findall(folded(input)) for form in forms(word)]

    def word_filter(self, word: str) -> bool:
        """Tell whether a word is worth an entry."""
        return len(word) > 1 and super().word_filter(word)


def forms(word: str) -> list[str]:
    """Return a folded word and what is left of it without what is joined to it."""
    if not _ARABIC.search(word):
        return [word]
    found = dict.fromkeys([word])
    for bare in list(_without_prefixes(word)):
        found[bare] = None
    for form in list(found):
        for bare in _without_pronoun(form):
            found[bare] = None
    return list(found)


def _without_prefixes(word: str) -> Iterator[str]:
    for prefix in ("و", "ف", ""):
        rest = word.removeprefix(prefix)
        if (prefix and rest == word) or len(rest) < _LEAST:
            continue
        yield rest
        if rest.startswith("لل") and len(rest) > _LEAST:
            yield from ("ال" + rest[2:], rest[2:])
        for particle in ("ب", "ك", "ل"):
            if rest.startswith(particle) and len(rest) > _LEAST:
                yield rest[1:]
                yield from _without_article(rest[1:])
        yield from _without_article(rest)


def _without_article(word: str) -> Iterator[str]:
    if word.startswith("ال") and len(word) - 2 >= _LEAST - 1:
        yield word[2:]


def _without_pronoun(word: str) -> Iterator[str]:
    for pronoun in _PRONOUNS:
        if word.endswith(pronoun) and len(word) - len(pronoun) >= _LEAST:
            bare = word[: -len(pronoun)]
            yield bare
            if bare.endswith("ت"):
                yield bare[:-1] + "ه"
