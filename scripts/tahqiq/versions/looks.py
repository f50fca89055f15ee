"""The looks of pages that stand outside of every version. In: the way to a version. Out: CSS."""

from __future__ import annotations

_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def style(version: str) -> str:
    """Return the style sheet; ``version`` is the way to the folder of a version, for its font."""
    return (
        "@font-face{font-family:Amiri;font-display:swap;"
        f"src:url({version}assets/amiri-regular.woff2) format('woff2')}}"
        ":root{color-scheme:light dark}a{color:inherit}"
        "body{font:1.15rem/1.9 Amiri,'Noto Naskh Arabic',serif;max-width:44rem;"
        "margin:3rem auto;padding:0 1rem}h1{font-size:1.6rem}"
    )


def number(value: int) -> str:
    """Return a number as Arabic writes it."""
    return str(value).translate(_INDIC)
