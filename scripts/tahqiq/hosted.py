"""Names of files that any host serves and any file system keeps.

In: an identifier of any letters. Out: a name of lower-case ASCII letters, digits, ``.``, ``-`` and
``_``, and ``~`` with two hexadecimal digits for each other byte of UTF-8. Two identifiers never
have one name, not even where upper and lower case are the same.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from tahqiq.files import sha256

_PLAIN = re.compile(r"[a-z0-9._-]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)")
_LONGEST = 200


def hosted(identifier: str) -> str:
    """Return the name for an identifier; a very long one ends in its hash."""
    made = "".join(
        letter if _PLAIN.match(letter) else "".join(f"~{byte:02x}" for byte in letter.encode())
        for letter in identifier
    )
    if not made:
        return "~"
    if made[0] == "." or _RESERVED.match(made):
        made = f"~{ord(made[0]):02x}{made[1:]}"
    if made[-1] == ".":
        made = f"{made[:-1]}~2e"
    if len(made) > _LONGEST:
        return f"{made[:120]}~~{sha256(identifier.encode())[:32]}"
    return made


def identifier(name: str) -> str:
    """Return the identifier of a name that is not shortened."""
    return unquote_to_bytes(name.replace("~", "%")).decode() if name != "~" else ""
