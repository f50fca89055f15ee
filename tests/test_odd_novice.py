"""What somebody new to the encoding writes wrong, and what the edition's schema says of it."""

from pathlib import Path

import pytest

from tahqiq.sphinx.judging import Judge

ROOT = Path(__file__).parent.parent
JUDGE = Judge(
    ROOT / "schema/edition.rng",
    ROOT / "schema/edition.sch",
    ROOT / "docs/examples/frame.xml",
    ROOT / "edition/texts",
)
PERSON = "../registers/persons.xml#person-haftar"
PLACE = "../registers/places.xml#place-derna"
NOTE = '<ab xml:lang="ar">لفظ شائع.</ab><ab xml:lang="en">A common word.</ab>'

# What is written; a word that the finding says, so that its reader knows what to do.
MISTAKES = {
    "a name without a record": ("قال <persName>حفتر</persName>", "Add ref"),
    "a key in place of a reference": ('<persName key="haftar">حفتر</persName>', "key"),
    "a reference to a file without its path": (
        '<persName ref="persons.xml#person-haftar">حفتر</persName>',
        "ref",
    ),
    "a reference to nobody": (
        '<persName ref="../registers/persons.xml#person-haftr">حفتر</persName>',
        "Correct the reference",
    ),
    "a place as a person": (f'<persName ref="{PLACE}">درنة</persName>', "right kind"),
    "a rank within the name": (f'<persName ref="{PERSON}">اللواء حفتر</persName>', "roleName"),
    "a particle within the name": (f'<placeName ref="{PLACE}">بدرنة</placeName>', "outside"),
    "a space within the tag": (f'في<placeName ref="{PLACE}"> درنة</placeName>', "space out"),
    "an element of TEI that is not used here": ("في <name>درنة</name>", "name"),
    "bold type": ("<hi>درنة</hi>", "hi"),
    "a date as it is spoken": ('<date when="16/02/2015">16 فبراير</date>', "when"),
    "a date without its day": ("<date>16 فبراير 2015</date>", "Give when"),
    "a Hijrī year in when": (
        '<date when="1436-04-27" calendar="#umm-al-qura">27 ربيع الثاني 1436 هـ</date>',
        "Gregorian",
    ),
    "a Hijrī date that does not say so": (
        '<date when="2015-02-16">27 ربيع الثاني 1436</date>',
        "umm-al-qura",
    ),
    "a wrong weekday": ('<date when="2015-02-16">الأحد 16 فبراير</date>', "Correct when"),
    "speech without a speaker": ('<said direct="false">إن الحرب انتهت</said>', "Give who"),
    "speech that is neither direct nor reported": (
        f'<said who="{PERSON}">إن الحرب انتهت</said>',
        "direct",
    ),
    "marks outside direct speech": (
        f'«<said direct="true" who="{PERSON}">انتهت الحرب</said>»',
        "inside",
    ),
    "marks in reported speech": (
        f'<said direct="false" who="{PERSON}">«انتهت الحرب»</said>',
        'direct="true"',
    ),
    "a mistake without its correction": ("<choice><sic>الخوراج</sic></choice>", "corr"),
    "a correction in place of the mistake": ("<corr>الخوارج</corr>", "corr"),
    "a correction that changes nothing": (
        "<choice><sic>كان</sic><corr>كان</corr></choice>",
        "Write what should stand there",
    ),
    "a note in one language": (
        '<note type="language" resp="#editors"><ab xml:lang="ar">شائع.</ab></note>',
        "both languages",
    ),
    "a note of nobody": (f'<note type="language">{NOTE}</note>', "resp"),
    "a note behind the stop": (
        f'انتهى.<note type="language" resp="#editors">{NOTE}</note>',
        "right behind the word",
    ),
    "a number without its value": ("<num>21</num>", "value"),
    "a number with another value": ('<num value="12">21</num>', "Correct value"),
    "a paragraph without a number": ("<p>نص</p>", "Give n"),
    "a paragraph numbered by a program": ('<p xml:id="p7" n="7">نص</p>', "Give a name"),
    "a paragraph in a paragraph": ('<p xml:id="example-p2" n="2">نص <p>نص</p></p>', "p"),
    "a language by its name": ('<p xml:id="example-p2" n="2" xml:lang="Arabic">نص</p>', "ar"),
    "a tag round nothing": (f'<persName ref="{PERSON}"/>', "holds no text"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_found(name: str) -> None:
    """Each mistake has a finding, and one that says what to do, in Arabic too."""
    text, remedy = MISTAKES[name]
    found, _ = JUDGE.fragment(text, "body" if text.startswith("<p ") or "<p>" in text[:4] else "p")
    said = [one.message.en + (one.message.ar or "") for one in found]
    assert any(remedy in one for one in said), said
    assert all(one.message.ar for one in found)
