"""A large collection, made of what archives have: pieces of real texts, mixed, broken, poisoned.

In: texts, and how many documents. Out: a folder of them, from 1 kB to tens of megabytes. The same
seed makes the same bytes. Poison needs ``corpora.RULES``, and ``tests/poison`` on ``PYTHONPATH``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from lxml import etree

TEI = "http://www.tei-c.org/ns/1.0"
MB = 1024 * 1024
_IDS = re.compile(r' (?:xml:id|ref|resp|change|edRef|calendar|corresp|target)="[^"]*"')
_HEAD = (
    "<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt><publicationStmt><p>لم يُنشر</p>"
    "</publicationStmt><sourceDesc><p><date when='{year}'>{year}</date></p></sourceDesc></fileDesc>"
    "</teiHeader>"
)
# Bytes, and of a thousand documents how many are of about that size.
SIZES = ((1_000, 500), (4_000, 380), (16_000, 90), (60_000, 26), (250_000, 4))
LARGE = (1 * MB, 5 * MB, 15 * MB, 50 * MB)
_BOMB = '<!DOCTYPE TEI [<!ENTITY a "كلام"><!ENTITY b "{}">]>'.format("&a;" * 40)
# Names that ``tests/poison`` knows: one wants memory, one crashes.
_ENDINGS = {1: "-تضخم", 2: "-انهيار"}
_TAGS = re.compile(r"<(?!/?p\b)[^>]*>")
Fault = Callable[[str, random.Random], bytes]
FAULTS: tuple[Fault, ...] = (
    lambda text, chance: text[: chance.randrange(len(text))].encode(),
    lambda text, chance: text.replace("</p>", "", 1).encode(),
    lambda text, chance: text.replace("<p>", "<para>", 1).replace("</p>", "</para>", 1).encode(),
    lambda text, chance: text.replace("<body>", "<body><p>&unknown;</p>", 1).encode(),
    lambda text, chance: text.encode()[: len(text)] + b"\xff\xfe" + text.encode()[len(text) :],
    lambda text, chance: text.encode("cp1256", "ignore"),
    lambda text, chance: text.replace("<TEI", f"{_BOMB}<TEI", 1).encode(),
    lambda text, chance: text.replace("<body>", "<body>" + "<div>" * 3000, 1).encode(),
    lambda text, chance: text.replace(TEI, "urn:other", 1).encode(),
    lambda text, chance: text.replace("<p>", f"<p n='{'ط' * 5000}'>", 1).encode("utf-16"),
    lambda text, chance: text.replace("<body>", "<body><p/>", 1).encode(),
    lambda text, chance: b"",
)


def pieces(texts: Iterable[Path]) -> list[str]:
    """Return the paragraphs of texts as markup without ids and pointers, none above 4 kB."""
    found = []
    for path in texts:
        tree = etree.parse(path, etree.XMLParser(collect_ids=False))
        for element in tree.iterfind(f".//{{{TEI}}}text//{{{TEI}}}p"):
            markup = etree.tostring(element, encoding="unicode", with_tail=False)
            if len(markup) < 4000:
                found.append(_IDS.sub("", markup.replace(f' xmlns="{TEI}"', "")))
    return found


def document(found: list[str], size: int, chance: random.Random, more: str = "") -> str:
    """Return a document of about that many bytes."""
    body = [more]
    left = size - 500
    while left > 0:
        body.append(chance.choice(found))
        left -= len(body[-1].encode())
    head = _HEAD.format(title=f"رسالة {chance.randrange(10**6)}", year=chance.randrange(1850, 1930))
    joined = "\n".join(body)
    return f'<TEI xmlns="{TEI}" xml:lang="ar">{head}<text><body>{joined}<p>ختام</p></body></text></TEI>'


def write(
    folder: Path, count: int, texts: Iterable[Path], *,
    large: tuple[int, ...] = LARGE, poison: int = 3, seed: int = 10,
) -> Path:  # fmt: skip
    """Write a collection: one in eight has a fault, ``poison`` each hang, crash and want memory."""
    chance, found = random.Random(seed), pieces(texts)
    sizes, weights = zip(*SIZES, strict=True)
    poisoned = chance.sample(range(count), 3 * poison)
    for number in range(count):
        size = int(chance.choices(sizes, weights)[0] * chance.uniform(0.7, 1.6))
        kind = poisoned.index(number) % 3 if number in poisoned else -1
        text = document(found, size, chance, "<p n='poison'>سم</p>" if kind == 0 else "")
        faulty = kind < 0 and chance.random() < 0.125
        content = chance.choice(FAULTS)(text, chance) if faulty else text.encode()
        name = f"نص-{number:06}{_ENDINGS.get(kind, '')}.xml"
        path = folder / f"مجلد-{number // 1000:03}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for number, size in enumerate(large):
        path = folder / f"كبير/{number}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        # As transcriptions without markup are: else one would take longer than all the others.
        path.write_text(document([_TAGS.sub("", one) for one in found], size, chance), "utf-8")
    return folder
