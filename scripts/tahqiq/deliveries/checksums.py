"""CRC-32, which ZIP files have of their entries (APPNOTE 4.4.7). In: bytes. Out: a number."""

from __future__ import annotations

try:
    from isal.isal_zlib import crc32
except ImportError:  # ten times as slow, and there with every Python
    from zlib import crc32

__all__ = ["crc32"]
