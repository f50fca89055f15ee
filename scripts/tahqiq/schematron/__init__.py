"""Schematron (ISO/IEC 19757-3) without Java: a schema made into XSLT once, run by Saxon.

In: a schema, or a RELAX NG grammar or ODD that embeds one; documents. Out: findings with the line
and column of the node that a test is about, or the standard's report (SVRL).
"""

from tahqiq.schematron.report import SVRL
from tahqiq.schematron.schema import Schematron

__all__ = ["SVRL", "Schematron"]
