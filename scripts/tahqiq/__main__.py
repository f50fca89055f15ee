"""Lets ``python -m tahqiq`` do what ``tahqiq`` does."""

import sys

from tahqiq.cli import main

sys.exit(main())
