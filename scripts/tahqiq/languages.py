"""Languages by their tags. In: a tag of BCP 47. Out: the direction in which its script runs."""

_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ota ps sd syr ug ur yi".split())


def direction(language: str) -> str:
    """Return the direction of a language's script; a script subtag goes before the language."""
    primary, _, rest = language.replace("_", "-").partition("-")
    return "ltr" if "Latn" in rest or primary not in _RIGHT_TO_LEFT else "rtl"
