"""What languages are called. In: a tag, as texts have it. Out: its name by CLDR, or nothing."""

from __future__ import annotations

from functools import cache

from tahqiq.errors import ToolMissing


@cache
def language_name(tag: str, lang: str) -> str:
    """Return the name of a tag's language in ``lang``; nothing where CLDR has none.

    What is written with three letters and has two in BCP 47 is known by either.
    """
    import langcodes

    try:
        from babel import Locale
    except ImportError:
        raise ToolMissing(
            "the page of a corpus wants Babel, which is not installed",
            hint="pip install 'tahqiq[corpus]'",
        ) from None
    try:
        own = langcodes.Language.get(tag).language or ""
    except ValueError:  # what stands in a text need be no tag
        own = tag.partition("-")[0]
    return str(Locale(lang).languages.get(own, ""))
