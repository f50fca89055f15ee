"""How fast a store may be read, so that those who use it do not feel it.

In: bytes as they are read. Out: waiting, where they came too fast.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """``rate`` is in bytes a second, 0 for as fast as it can; ``read`` what was read so far."""

    rate: float = 0
    read: int = 0
    _started: float = field(default_factory=time.monotonic)

    def spent(self, size: int) -> None:
        """Count what was read, and wait where it was too fast."""
        self.read += size
        if self.rate:
            ahead = self.read / self.rate - (time.monotonic() - self._started)
            if ahead > 0:
                time.sleep(ahead)
