"""Numbers of the command line. In: what was written. Out: the number, or why it is none."""

from __future__ import annotations

import argparse
import math


def count(text: str) -> int:
    """Return a number of things, 1 or more; raise ArgumentTypeError or ValueError of any other."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"'{text}' must be 1 or more")
    return value


def port(text: str) -> int:
    """Return a port of a machine; raise ArgumentTypeError or ValueError of any other number."""
    value = int(text)
    if not 0 <= value <= 65_535:
        raise argparse.ArgumentTypeError(f"'{text}' must be between 0 and 65535")
    return value


def rate(text: str) -> float:
    """Return an amount, 0 for one without a limit; raise as the others do of what is less."""
    value = float(text)
    if not 0 <= value < math.inf:
        raise argparse.ArgumentTypeError(f"'{text}' must be 0 or more")
    return value


def seconds(text: str) -> float:
    """Return a time longer than nothing; raise ArgumentTypeError or ValueError of any other."""
    value = float(text)
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"'{text}' must be more than 0")
    return value
