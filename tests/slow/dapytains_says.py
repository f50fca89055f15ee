"""What dapytains makes of TEI files: run in an environment of its own, since it pins an old SaxonC.

In: files. Out: on standard output, for each file and tree the text of every reference, or the error.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from dapytains.tei.document import Document


def units(found: Any) -> Iterator[Any]:
    """Yield units and what is within them."""
    for unit in found:
        yield unit
        yield from units(unit.children)


def texts(document: Any, tree: str) -> dict[str, str] | str:
    """Return the text of each unit of a tree, white space as one space; or what was raised."""
    try:
        return {
            unit.ref: " ".join(
                "".join(document.get_passage(unit.ref, None, tree=tree).itertext()).split()
            )
            for unit in units(document.get_reffs(tree))
        }
    except Exception as error:  # whatever it raises is what it says
        return repr(error)


def main() -> None:
    """Print what it says of each file, as JSON."""
    said = {}
    for name in sys.argv[1:]:
        document = Document(name)
        said[name] = {tree: texts(document, tree) for tree in document.citeStructure}
    json.dump(said, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
