"""The findings on deliveries, each with its sentence in both languages.

In: the name of a file. Out: a Finding; and what is raised where an archive is too much.
"""

from __future__ import annotations

from tahqiq.findings import Finding, Message, Place, Severity

_KINDS: dict[str, tuple[str, Severity, str, str]] = {
    "TQ301": (
        "path-outside", Severity.ERROR,
        "the name leads outside of the archive; it was not unpacked",
        "الاسم يخرج عن الأرشيف فلم يُفك",
    ),
    "TQ302": (
        "link", Severity.ERROR,
        "a link that is not followed: {why}", "وصلة لا تُتبع: {why}",
    ),
    "TQ303": (
        "special-file", Severity.ERROR, "not a file but a {why}", "ليس ملفًا بل {why}",
    ),
    "TQ304": (
        "names-collide", Severity.ERROR,
        "the name differs from {why} only by case, Unicode form or a dot or blank at an end,"
        " or not at all",
        "لا يختلف الاسم عن {why} إلا بحالة الحروف أو بصورة يونيكود أو بنقطة أو فراغ في آخره"
        " أو لا يختلف",
    ),
    "TQ305": (
        "unsafe-name", Severity.WARNING,
        "the name holds characters that are not seen or that turn text round",
        "في الاسم محارف لا تُرى أو تقلب اتجاه النص",
    ),
    "TQ306": ("too-much", Severity.ERROR, "{why}; it was not opened", "{why}؛ فلم يُفتح"),
    "TQ307": (
        "nested-too-deep", Severity.ERROR,
        "an archive within {why} archives; it was not opened", "أرشيف داخل {why}؛ فلم يُفتح",
    ),
    "TQ308": (
        "broken-archive", Severity.ERROR,
        "the archive cannot be read: {why}", "تعذرت قراءة الأرشيف: {why}",
    ),
    "TQ309": (
        "changed-while-read", Severity.ERROR,
        "the file changed while it was read; its verdict is worth nothing",
        "تغير الملف أثناء قراءته فلا عبرة بالحكم عليه",
    ),
    "TQ311": ("not-tei", Severity.ERROR, "XML, but not TEI: {why}", "XML وليس TEI: {why}"),
    "TQ312": ("not-xml", Severity.ERROR, "not an XML file", "ليس ملف XML"),
    "TQ320": ("bag-invalid", Severity.ERROR, "the bag is not whole: {why}", "الحقيبة ناقصة: {why}"),
}  # fmt: skip


class TooMuchError(Exception):
    """A limit was reached: nothing more is taken from this archive."""


def trouble(code: str, name: str, why: str = "") -> Finding:
    """Return the finding of a code on a file; ``why`` fills its sentence."""
    slug, severity, english, arabic = _KINDS[code]
    message = Message(english.format(why=why), arabic.format(why=why))
    return Finding(code, slug, severity, Place(name), message, found=why)
