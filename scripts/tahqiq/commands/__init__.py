"""The verbs of the command, one module each: its arguments, and what it prints."""

VERBS = (
    "build",
    "validate",
    "fix",
    "format",
    "verify",
    "units",
    "resolve",
    "cite",
    "export",
    "release",
    "diff",
    "dts",
    "serve",
    "package",
    "receive",
    "fixity",
    "odd",
    "corpus",
)
"""In the order in which ``--help`` lists them."""
