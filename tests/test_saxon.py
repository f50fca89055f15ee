"""XSLT in this process: results, errors with their place, and nothing let out or in."""

from pathlib import Path

import pytest

from tahqiq.errors import TransformError
from tahqiq.saxon import transform

_HEAD = (
    '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
    '<xsl:param name="word" select="\'لا\'"/><xsl:output method="text"/>'
)


def stylesheet(folder: Path, body: str) -> Path:
    """Write a stylesheet whose only template does ``body``."""
    path = folder / "test.xsl"
    path.write_text(
        f'{_HEAD}<xsl:template match="/">{body}</xsl:template></xsl:stylesheet>', "utf-8"
    )
    return path


def test_a_parameter_reaches_the_stylesheet(tmp_path: Path) -> None:
    """What is given as a parameter is what the stylesheet sees."""
    path = stylesheet(tmp_path, '<xsl:value-of select="$word"/>')
    assert transform(path, b"<a/>", params={"word": "نعم"}).principal == "نعم"


def test_a_parameter_of_one_run_is_gone_in_the_next(tmp_path: Path) -> None:
    """A compiled stylesheet is used again without its earlier parameters."""
    path = stylesheet(tmp_path, '<xsl:value-of select="$word"/>')
    transform(path, b"<a/>", params={"word": "نعم"})
    assert transform(path, b"<a/>").principal == "لا"


def test_an_unknown_parameter_is_refused(tmp_path: Path) -> None:
    """Saxon takes unknown parameters in silence; we do not."""
    path = stylesheet(tmp_path, "<xsl:text>x</xsl:text>")
    with pytest.raises(TransformError, match="no parameter 'wrod'"):
        transform(path, b"<a/>", params={"wrod": "x"})


def test_messages_are_those_of_this_run(tmp_path: Path) -> None:
    """Messages do not add up over the runs of one stylesheet."""
    path = stylesheet(tmp_path, "<xsl:message>تنبيه</xsl:message>")
    transform(path, b"<a/>")
    assert transform(path, b"<a/>").messages == ("تنبيه",)


def test_a_run_time_error_keeps_its_code_and_line(tmp_path: Path) -> None:
    """A division by zero names code, file and line."""
    path = stylesheet(tmp_path, '\n<xsl:value-of select="1 idiv 0"/>')
    with pytest.raises(TransformError, match="FOAR0001") as caught:
        transform(path, b"<a/>")
    assert caught.value.place.line == 2


def test_the_text_of_a_stopping_message_is_the_error(tmp_path: Path) -> None:
    """A stylesheet that stops says why in its own words."""
    path = stylesheet(tmp_path, '<xsl:message terminate="yes">لا يعرف العنصر</xsl:message>')
    with pytest.raises(TransformError, match="لا يعرف العنصر"):
        transform(path, b"<a/>")


@pytest.mark.parametrize(
    "body",
    [
        "<xsl:value-of select=\"unparsed-text('http://127.0.0.1:9/x')\"/>",
        '<xsl:result-document href="escape.txt">x</xsl:result-document>',
    ],
    ids=["network", "result-document"],
)
def test_nothing_goes_out(tmp_path: Path, body: str) -> None:
    """Neither the network nor a second result document is open to a stylesheet."""
    with pytest.raises(TransformError):
        transform(stylesheet(tmp_path, body), b"<a/>")
    assert not (tmp_path / "escape.txt").exists()


def test_the_environment_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stylesheet sees no variable of the environment."""
    monkeypatch.setenv("SECRET", "سر")
    path = stylesheet(tmp_path, "<xsl:value-of select=\"environment-variable('SECRET')\"/>")
    assert transform(path, b"<a/>").principal == ""
