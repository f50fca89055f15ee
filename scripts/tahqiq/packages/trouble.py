"""The findings on packages, each with its sentence in both languages.

In: the name of a file in a package. Out: a Finding.
"""

from __future__ import annotations

from tahqiq.findings import Finding, Message, Place, Severity

_KINDS: dict[str, tuple[str, Severity, str, str]] = {
    "PKG101": (
        "missing", Severity.ERROR,
        "the package lists this file, and it is not there{why}",
        "تذكر الحزمة هذا الملف وليس فيها{why}",
    ),
    "PKG102": (
        "unlisted", Severity.ERROR,
        "the package does not list this file{why}", "لا تذكر الحزمة هذا الملف{why}",
    ),
    "PKG103": (
        "altered", Severity.ERROR,
        "the file is not what was packed: {why}", "ليس الملف كما وُضع في الحزمة: {why}",
    ),
    "PKG104": (
        "malformed", Severity.ERROR,
        "the package does not describe itself as its kind must: {why}",
        "لا تصف الحزمة نفسها كما يجب: {why}",
    ),
    "PKG105": (
        "profile", Severity.ERROR,
        "the bag is not as the profile that it claims: {why}",
        "لا توافق الحقيبة الملمح الذي تدعيه: {why}",
    ),
    "PKG106": (
        "outside", Severity.ERROR,
        "a path leads out of the package: {why}", "مسار يخرج عن الحزمة: {why}",
    ),
    "PKG107": (
        "profile-unknown", Severity.INFO,
        "the bag claims a profile that is not at hand, and nothing is fetched: {why}",
        "تدعي الحقيبة ملمحًا ليس حاضرًا، ولا يُجلب شيء: {why}",
    ),
    "PKG110": (
        "not-rebuilt", Severity.ERROR,
        "it could not be made again from what is packed: {why}",
        "تعذر صنعه ثانية مما في الحزمة: {why}",
    ),
    "PKG111": (
        "differs-when-rebuilt", Severity.ERROR,
        "it is not what the packed TEI and stylesheets make{why}",
        "ليس هو ما تصنعه ملفات TEI والأنماط التي في الحزمة{why}",
    ),
    "PKG112": (
        "other-version", Severity.INFO,
        "packed by {why}; this is another version, which may make other bytes",
        "وضعه في الحزمة {why}؛ وهذا إصدار آخر قد لا يصنع البايتات نفسها",
    ),
    "PKG113": (
        "line-ends", Severity.WARNING,
        "the file is as recorded but for its line ends, which XML does not count",
        "الملف كما سُجل إلا في نهايات أسطره، ولا تعتد بها XML",
    ),
    "PKG114": (
        "name-differs", Severity.WARNING,
        "the package calls it {why}: the name differs by case, Unicode form or a dot or blank at"
        " an end",
        "تسميه الحزمة {why}: يختلف الاسم بحالة الحروف أو بصورة يونيكود أو بنقطة أو فراغ في آخره",
    ),
    "PKG115": (
        "not-in-mets", Severity.WARNING,
        "no METS file of the package refers to this file",
        "لا يحيل إلى هذا الملف أي ملف METS في الحزمة",
    ),
    "PKG116": (
        "folder-missing", Severity.WARNING,
        "the crate lists this folder, and it is not there: was it empty?",
        "تذكر الحزمة هذا المجلد وليس فيها؛ أكان فارغًا؟",
    ),
    "PKG117": (
        "digest-unknown", Severity.WARNING,
        "nobody can tell whether files are as it says, by a digest that is not known: {why}",
        "لا يُعرف أملفاتها كما تقول، لأن البصمة مجهولة: {why}",
    ),
    "PKG118": (
        "unreadable", Severity.ERROR, "it cannot be looked at: {why}", "تعذر النظر فيها: {why}",
    ),
    "PKG119": (
        "gone", Severity.ERROR,
        "it was received here, as the reports beside its place say, and is not there",
        "استُلمت هنا كما تذكر التقارير التي بجانب موضعها، وليست هناك",
    ),
    "PKG120": (
        "no-package", Severity.WARNING,
        "it is no package; if it was one, what told so is lost, and nothing says what it must hold",
        "ليس حزمة؛ فإن كان حزمة فقد ضاع ما يدل عليها، ولا شيء يذكر ما يجب أن يكون فيها",
    ),
    "PKG121": (
        "not-looked-at", Severity.INFO,
        "files that belong to no package, and are not looked at: {why}",
        "ملفات ليست من أي حزمة، ولا يُنظر فيها: {why}",
    ),
    "PKG122": (
        "no-digest", Severity.INFO,
        "it records no digest of some files, and so does not tell whether they are whole: {why}",
        "لا تسجل الحزمة بصمة بعض ملفاتها، فلا يُعرف منها أسليمة هي: {why}",
    ),
    "PKG123": (
        "recorded", Severity.INFO,
        "the digests of all its files are recorded beside it, as they were received: {why}",
        "سُجلت بجانبها بصمات ملفاتها كلها كما استُلمت: {why}",
    ),
}  # fmt: skip


def trouble(code: str, name: str, why: str = "", *, found: str = "") -> Finding:
    """Return the finding of a code on a file; ``why`` fills its sentence."""
    slug, severity, english, arabic = _KINDS[code]
    message = Message(english.format(why=why), arabic.format(why=why))
    return Finding(code, slug, severity, Place(name), message, found=found)
