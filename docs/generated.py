"""The reference, made from what it describes.

In: the command line's parser, the stylesheets' parameters, the schema's rules with their fixtures.
Out: files under docs/_generated that the pages of the reference include.
"""

import argparse
from pathlib import Path

from lxml import etree

from tahqiq.cli import parser

ROOT = Path(__file__).resolve().parent.parent
XSL = "{http://www.w3.org/1999/XSL/Transform}"
SCH = "{http://purl.oclc.org/dsdl/schematron}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(folder: Path) -> None:
    """Write every generated file; one that says the same is left alone."""
    folder.mkdir(exist_ok=True)
    for name, text in (("commands", commands()), ("parameters", parameters()), ("rules", rules())):
        path = folder / f"{name}.txt"
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, encoding="utf-8")


def commands() -> str:
    """Return each verb's help as the terminal shows it."""
    verbs = next(one for one in parser()._actions if isinstance(one, argparse._SubParsersAction))
    parts = []
    for name, verb in verbs.choices.items():
        help_ = "\n".join(f"   {line}".rstrip() for line in verb.format_help().splitlines())
        parts.append(f"{_heading(f'tahqiq {name}')}.. code-block:: text\n\n{help_}\n")
    return "\n".join(parts)


def parameters() -> str:
    """Return the parameters of each entry stylesheet, those of its modules included."""
    parts = []
    for entry in sorted((ROOT / "xslt").glob("*.xsl")):
        rows = _parameters(entry, set())
        parts.append(_heading(entry.name))
        parts.append(
            ".. list-table::\n   :header-rows: 1\n   :widths: 18 18 18 46\n\n"
            "   * - name\n     - type\n     - default\n     - what it says\n"
        )
        parts.extend(
            f"   * - ``{name}``\n     - ``{kind}``\n     - ``{default or '()'}``\n     - {what}\n"
            for name, kind, default, what in rows
        )
        parts.append("\n")
    return "".join(parts)


def _parameters(path: Path, seen: set[Path]) -> list[tuple[str, str, str, str]]:
    if path in seen:
        return []
    seen.add(path)
    root = etree.parse(path).getroot()
    rows = []
    for child in root:
        if child.tag == f"{XSL}param":
            comment = child.getprevious()
            said = comment.text if isinstance(comment, etree._Comment) else ""
            rows.append(
                (child.get("name"), child.get("as"), child.get("select"), " ".join(said.split()))
            )
        elif child.tag == f"{XSL}include":
            rows.extend(_parameters((path.parent / child.get("href")).resolve(), seen))
    return rows


def rules() -> str:
    """Return each rule: what it says in both languages, and a case that breaks it."""
    schema = etree.parse(ROOT / "schema/edition.sch")
    arabic = {
        one.get("id"): _sentence(one)
        for one in schema.iter(f"{SCH}diagnostic")
        if one.get(LANG) == "ar"
    }
    parts = []
    for pattern in schema.iter(f"{SCH}pattern"):
        name = pattern.get("id")
        code, slug = name.split("-", 1)
        test = next(pattern.iter(f"{SCH}assert", f"{SCH}report"))
        said = arabic.get((test.get("diagnostics") or "").split(" ")[0], "")
        parts.append(f".. _{code.lower()}:\n\n")
        parts.append(_heading(f"{code} {slug}"))
        parts.append(f"*{test.get('role') or 'error'}* · {_sentence(test).split(': ', 1)[-1]}\n\n")
        parts.append(f"بالعربية: {said}\n\n")
        parts.append(
            "Instead of\n\n" + _example("invalid", name) + "write\n\n" + _example("valid", name)
        )
    return "".join(parts)


def _example(kind: str, name: str) -> str:
    path = ROOT / f"tests/schema/{kind}/{name}.xml"
    lines = path.read_text("utf-8").splitlines()
    # The fixture's header is the same in all; what the rule is about stands in its body or records.
    first = next((n for n, line in enumerate(lines) if "<body>" in line or "<standOff>" in line), 0)
    last = next(
        (n for n, line in enumerate(lines) if "</body>" in line or "</standOff>" in line),
        len(lines),
    )
    body = "\n".join(f"   {line}".rstrip() for line in lines[first : last + 1])
    return f".. code-block:: xml\n\n{body}\n\n"


def _sentence(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts.append(f"‹{child.get('select', '…')}›")
        parts.append(child.tail or "")
    text = " ".join("".join(parts).split())
    return text.replace("*", r"\*").replace("`", r"\`").replace("_", r"\_")


def _heading(text: str) -> str:
    return f"{text}\n{'-' * len(text)}\n\n"
