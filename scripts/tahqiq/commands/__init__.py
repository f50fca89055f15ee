"""The verbs of the command, one module each: its arguments, and what it prints."""

from tahqiq.commands import build, fix, fixity, odd, package, receive, validate, verify
from tahqiq.commands import format as format_

VERBS = (build, validate, fix, format_, verify, odd, package, receive, fixity)
"""In the order in which ``--help`` lists them."""
