"""The verb cite: how what a reference means is cited.

In: a project or a file, a reference and choices. Out: the citation, as one string.
"""

from __future__ import annotations

from tahqiq.citation_targets import Citables
from tahqiq.citation_writing import WHOLE, Choices, written
from tahqiq.errors import UsageError


def cite(citables: Citables, reference: str, choices: Choices) -> str:
    """Return the citation of a reference, without a final newline.

    Raise NoSuchPassage where it means nothing, UsageError for a format that has no passages.
    """
    found = citables.find(reference)
    if choices.format in WHOLE and (found.passage is not None or found.record is not None):
        raise UsageError(
            f"{choices.format} describes a whole edition or text, not {reference}",
            hint="leave the reference out, or choose another format",
        )
    cited = citables.header(found, choices.lang, edition=choices.edition)
    target = citables.target(found, cited, choices.lang, quote=choices.quote)
    return written(cited, target, choices).rstrip("\n")
