"""Layouts of OCFL storage roots that the community has registered, and ocfl-py does not know.

In: nothing. Out: ocfl-py judges storage roots of these layouts, too. Where an object must lie by
them is not looked at: any place without files beside it will do for whoever reads.
"""

from __future__ import annotations

from typing import Any

# https://ocfl.github.io/extensions, 2026.
_LAYOUTS = (
    "0004-hashed-n-tuple-storage-layout", "0006-flat-omit-prefix-storage-layout",
    "0007-n-tuple-omit-prefix-storage-layout",
    "0010-differential-n-tuple-omit-prefix-storage-layout", "0011-direct-clean-path-layout",
    "0012-hash-and-no-prefix-id-n-tuple-storage-layout",
)  # fmt: skip
# What ocfl-py calls unregistered, though it is not.
REGISTERED = (*_LAYOUTS, "0005-mutable-head", "0008-schema-registry", "0009-digest-algorithms")


def register() -> None:
    """Let ocfl-py know these layouts."""
    from ocfl.layout import Layout
    from ocfl.layout_registry import add_layout, layout_is_supported

    class _Registered(Layout):  # type: ignore[misc]  # the library has no types
        def __init__(self, name: str) -> None:
            super().__init__()
            self.NAME = name

        def read_layout_params(self, **_: Any) -> None:
            """Leave the parameters alone."""

    for name in _LAYOUTS:
        if not layout_is_supported(name):
            add_layout(name, lambda name=name: _Registered(name))
