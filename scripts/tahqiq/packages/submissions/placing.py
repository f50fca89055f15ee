"""Where a file lies in a submission package, by its role in the edition.

In: contents. Out: paths. What an edition is and is made with is preserved, what was made of it is
for access, and documents lie apart.
"""

from __future__ import annotations

from tahqiq.packages.contents import ROLES, Content

ROOT, PRESERVATION, ACCESS = "", "preservation", "access"
_DOCUMENTS, _OUTPUTS = ("documentation", "report"), ("output",)
# The roles of each part of a package.
PARTS = {
    PRESERVATION: tuple(one for one in ROLES if one not in (*_DOCUMENTS, *_OUTPUTS)),
    ACCESS: _OUTPUTS,
    ROOT: _DOCUMENTS,
}
_PART = {role: part for part, roles in PARTS.items() for role in roles}


def part(content: Content) -> str:
    """Return the representation that a content belongs to, or the root."""
    return _PART[content.role]


def placed(content: Content) -> str:
    """Return where a content lies in the package."""
    name = part(content)
    return f"{within(name)}data/{content.path}" if name else f"documentation/{content.path}"


def within(name: str) -> str:
    """Return the folder of a part."""
    return f"representations/{name}/" if name else ""
