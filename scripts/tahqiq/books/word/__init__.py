"""A word processor's document (DOCX) of a text: what docx.xsl says, written by python-docx.

In: a resolved text. Out: the bytes of one .docx, the same for the same text.
"""

from tahqiq.books.word.document import docx

__all__ = ["docx"]
