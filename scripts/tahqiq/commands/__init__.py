"""The verbs of the command, one module each: its arguments, and what it prints."""

from tahqiq.commands import build, fix, odd, validate, verify

VERBS = (build, validate, fix, verify, odd)
"""In the order in which ``--help`` lists them."""
