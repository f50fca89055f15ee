"""The verbs of the command, one module each: its arguments, and what it prints."""

from tahqiq.commands import (
    build,
    diff,
    dts,
    fix,
    odd,
    release,
    resolve,
    serve,
    units,
    validate,
    verify,
)
from tahqiq.commands import format as format_

VERBS = (build, validate, fix, format_, verify, units, resolve, release, diff, dts, serve, odd)
"""In the order in which ``--help`` lists them."""
