"""The verbs of the command, one module each: its arguments, and what it prints."""

from tahqiq.commands import (
    build,
    cite,
    diff,
    dts,
    export,
    fix,
    fixity,
    odd,
    package,
    receive,
    release,
    resolve,
    serve,
    units,
    validate,
    verify,
)
from tahqiq.commands import format as format_

VERBS = (
    build,
    validate,
    fix,
    format_,
    verify,
    units,
    resolve,
    cite,
    export,
    release,
    diff,
    dts,
    serve,
    package,
    receive,
    fixity,
    odd,
)
"""In the order in which ``--help`` lists them."""
