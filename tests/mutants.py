"""Documents with one fault each, made by chance. In: a valid document. Out: mutants of it."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

TEI = "{http://www.tei-c.org/ns/1.0}"
NAMES = "p div head persName placeName date lb pb note said choice sic corr title bibl hi seg ab l lg item zzz".split()
ATTRIBUTES = (
    "n type ref when xml:id xml:lang rend who zzz target cert level resp unit place".split()
)
VALUES = ["", "x", "2015-02-30", "2015-02-16", "#a", "a b", "ar", "1", "true", "درنة", "-"]
XML = "{http://www.w3.org/XML/1998/namespace}"


def seeds(shared: Path, repository: Path) -> list[etree._Element]:
    """Return small valid documents: the edition's, and pieces of a journal."""
    parser = etree.XMLParser(collect_ids=False, remove_comments=True, remove_pis=True)
    found = [
        etree.parse(path, parser).getroot()
        for path in sorted((repository / "edition").glob("*/*.xml"))
    ]
    for path in sorted((shared / "corpus/al-muqtabas").glob("*.TEIP5.xml"))[:4]:
        root = etree.parse(path, parser).getroot()
        for name in ("facsimile", "revisionDesc", "encodingDesc"):
            for element in root.findall(f".//{TEI}{name}"):
                element.getparent().remove(element)
        for include in root.findall(".//{http://www.w3.org/2001/XInclude}*"):
            include.getparent().remove(include)
        body = root.find(f".//{TEI}body")
        for extra in body[4:]:
            body.remove(extra)
        seen: set[str] = set()
        for element in root.iter("{*}*"):
            name = element.get(f"{XML}id")
            if name is not None and name in seen:
                del element.attrib[f"{XML}id"]
            seen.add(name)
        found.append(root)
    return found


def mutants(documents: list[etree._Element], count: int, seed: int) -> Iterator[bytes]:
    """Yield ``count`` mutants, the same for the same seed, one element on a line of its own."""
    chance = random.Random(seed)
    ways = [
        _rename,
        _move,
        _drop,
        _double,
        _drop_attribute,
        _add_attribute,
        _change_value,
        _insert_text,
    ]
    for number in range(count):
        root = copy.deepcopy(documents[number % len(documents)])
        elements = [one for one in root.iter("{*}*") if one is not root]
        chance.choice(ways)(chance, elements)
        yield etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _rename(chance: random.Random, elements: list[etree._Element]) -> None:
    chance.choice(elements).tag = TEI + chance.choice(NAMES)


def _move(chance: random.Random, elements: list[etree._Element]) -> None:
    moved, target = chance.choice(elements), chance.choice(elements)
    if moved is not target and moved not in target.iterancestors():
        target.insert(chance.randint(0, len(target)), moved)


def _drop(chance: random.Random, elements: list[etree._Element]) -> None:
    dropped = chance.choice(elements)
    dropped.getparent().remove(dropped)


def _double(chance: random.Random, elements: list[etree._Element]) -> None:
    doubled = chance.choice(elements)
    twin = copy.deepcopy(doubled)
    if chance.random() < 0.5:
        for one in twin.iter("{*}*"):
            one.attrib.pop(f"{XML}id", None)
    doubled.addnext(twin)


def _drop_attribute(chance: random.Random, elements: list[etree._Element]) -> None:
    element = chance.choice([one for one in elements if one.attrib])
    del element.attrib[chance.choice(list(element.attrib))]


def _add_attribute(chance: random.Random, elements: list[etree._Element]) -> None:
    name = chance.choice(ATTRIBUTES).replace("xml:", XML)
    chance.choice(elements).set(name, chance.choice(VALUES))


def _change_value(chance: random.Random, elements: list[etree._Element]) -> None:
    element = chance.choice([one for one in elements if one.attrib])
    element.set(chance.choice(list(element.attrib)), chance.choice(VALUES))


def _insert_text(chance: random.Random, elements: list[etree._Element]) -> None:
    element = chance.choice(elements)
    if chance.random() < 0.5:
        element.text = "نص " + (element.text or "")
    else:
        element.tail = " نص" + (element.tail or "")
