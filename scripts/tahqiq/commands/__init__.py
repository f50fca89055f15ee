"""The verbs of the command, one module each: its arguments, and what it prints."""

from tahqiq.commands import build, validate, verify

VERBS = (build, validate, verify)
"""In the order in which ``--help`` lists them."""
