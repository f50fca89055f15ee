"""TEI whose every word is its own, so that it is known where each comes from.

In: a source of chance. Out: a body of TEI, and for each of its words the ``xml:id`` of the block that it
stands in, or of the nearest element around that has one.
"""

from __future__ import annotations

from random import Random

_LETTERS = "بتثجحخدذرز"
_PHRASES = ("persName", "hi", "seg", "emph", "foreign", "add", "unclear", "quote", "date", "title")


class Marked:
    """Makes one body, and remembers its words in order."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.ids: dict[str, str] = {}
        self.received: set[str] = set()
        self.edited: set[str] = set()
        self.noted: set[str] = set()
        self.made = 0
        self.in_note = False
        self.body = self.some(lambda: self.block("", 0), 4)

    def some(self, make, most: int) -> str:
        return "".join(make() + self.space() for _ in range(self.random.randint(1, most)))

    def space(self) -> str:
        return self.random.choice(["", "\n  "])

    def word(self, id_: str) -> str:
        self.made += 1
        word = "ك" + "".join(_LETTERS[int(digit)] for digit in str(self.made)) + "م"
        self.ids[word] = id_
        if self.in_note:
            self.noted.add(word)
        return word

    def element(self, name: str, around: str, make, attributes: str = "") -> str:
        """Return an element with or without an id of its own, and in it what ``make`` gives."""
        id_ = around
        if self.random.random() < 0.6:
            self.made += 1
            id_ = f"e{self.made}"
            attributes += f' xml:id="{id_}"'
        return f"<{name}{attributes}>{make(id_)}</{name}>"

    def words(self, id_: str) -> str:
        return " ".join(self.word(id_) for _ in range(self.random.randint(1, 6)))

    def inline(self, id_: str, depth: int = 0) -> str:
        parts = [self.phrase(id_, depth) for _ in range(self.random.randint(1, 3))]
        return " ".join(parts)

    def phrase(self, id_: str, depth: int) -> str:
        kind = self.random.choice(["words", "tag", "choice", "page", "note", "within"])
        if kind == "tag" and depth < 2:
            name = self.random.choice(_PHRASES)
            self.made += 1
            return f'<{name} xml:id="i{self.made}">{self.inline(id_, depth + 1)}</{name}>'
        if kind == "choice":
            received, edited = self.word(id_), self.word(id_)
            self.received.add(received)
            self.edited.add(edited)
            return f"<choice><sic>{received}</sic><corr>{edited}</corr></choice>"
        if kind == "page":
            return f'{self.word(id_)}<pb n="{self.made}"/> {self.word(id_)}'
        if kind == "within":
            whole = self.word(id_)
            return f'{whole[:2]}<pb n="{self.made}" break="no"/>{whole[2:]}'
        if kind == "note" and not self.in_note and depth == 0:
            return self.word(id_) + self.note(id_)
        return self.words(id_)

    def note(self, around: str) -> str:
        self.in_note = True
        made = self.element(
            "note",
            around,
            self.random.choice([self.words, self.paragraphs]),
        )
        self.in_note = False
        return made

    def paragraphs(self, around: str) -> str:
        return self.some(lambda: self.element("p", around, self.words), 2)

    def item(self, around: str, depth: int) -> str:
        def content(id_: str) -> str:
            kind = self.random.choice(["inline", "list", "paragraphs", "both"])
            if kind == "list" and depth < 3:
                return self.listed(id_, depth + 1)
            if kind == "both" and depth < 3:
                return f"{self.words(id_)}{self.listed(id_, depth + 1)}{self.words(id_)}"
            return self.paragraphs(id_) if kind == "paragraphs" else self.inline(id_)

        label = self.random.random() < 0.2
        before = self.element("label", around, self.words) if label else ""
        return before + self.element("item", around, content)

    def listed(self, around: str, depth: int) -> str:
        kind = self.random.choice(["", ' rend="numbered"', ' type="ordered"'])
        return self.element(
            "list", around, lambda id_: self.some(lambda: self.item(id_, depth), 3), kind
        )

    def row(self, around: str) -> str:
        def cells(id_: str) -> str:
            span = self.random.choice(["", ' cols="2"', ' rows="2"'])
            return f"<cell{span}>{self.words(id_)}</cell>"

        role = self.random.choice(["", ' role="label"'])
        return self.element("row", around, lambda id_: self.some(lambda: cells(id_), 3), role)

    def verse(self, around: str) -> str:
        def halves(id_: str) -> str:
            first, second = self.words(id_), self.words(id_)
            return self.random.choice(
                [f"<seg>{first}</seg><seg>{second}</seg>", f"{first}<caesura/>{second}"]
            )

        if self.random.random() < 0.3:
            return self.element(
                "lg", around, lambda id_: f"<l>{self.words(id_)}</l><l>{self.words(id_)}</l>",
                ' type="bayt"',
            )  # fmt: skip
        return self.element("l", around, halves)

    def block(self, around: str, depth: int) -> str:
        kinds = {
            "p": self.inline,
            "lg": lambda id_: self.some(lambda: self.verse(id_), 3),
            "table": lambda id_: self.some(lambda: self.row(id_), 3),
            "listBibl": lambda id_: self.some(lambda: self.element("bibl", id_, self.words), 3),
            "quote": self.paragraphs,
            "opener": lambda id_: self.element("salute", id_, self.inline),
            "sp": lambda id_: self.element("speaker", id_, self.words) + self.paragraphs(id_),
            "div": lambda id_: (
                self.element("head", id_, self.inline)
                + self.some(lambda: self.block(id_, depth + 1), 3)
            ),
        }
        name = self.random.choice([*kinds, "p", "list", "list"])
        if name == "list":
            return self.listed(around, 1)
        if name == "div" and depth > 2:
            name = "p"
        number = f' n="{self.random.randint(1, 99)}"' if name == "p" else ""
        return self.element(name, around, kinds[name], number)
