"""BagIt bags (RFC 8493): fixity before anything else is believed.

In: a folder with a bagit.txt. Out: findings, by the judgment of the library of the Library of
Congress.
"""

from __future__ import annotations

from pathlib import Path

from tahqiq.deliveries.trouble import trouble
from tahqiq.findings import Finding


def is_bag(folder: Path) -> bool:
    """Return whether a folder says that it is a bag."""
    return (folder / "bagit.txt").is_file()


def check(folder: Path, shown: str) -> list[Finding]:
    """Return what is not as the manifests of a bag say; nothing that they name is fetched."""
    import logging

    import bagit

    logging.getLogger("bagit").setLevel(logging.CRITICAL)
    try:
        bag = bagit.Bag(str(folder))
        # With a Payload-Oxum the library says only that it is wrong, not which files are.
        oxum = bag.info.pop("Payload-Oxum", None)
        bag.validate(processes=1)
        if oxum:
            bag.info["Payload-Oxum"] = oxum
            bag.validate(fast=True)
    except bagit.BagValidationError as error:
        details = getattr(error, "details", None) or [error]
        found = [_finding(detail, folder, shown) for detail in details]
        return sorted(found, key=lambda one: (one.place.file, one.message.en))
    except (bagit.BagError, OSError, ValueError) as error:
        return [_finding(error, folder, shown)]
    return []


def _finding(detail: object, folder: Path, shown: str) -> Finding:
    path = getattr(detail, "path", "")
    name = f"{shown}/{path}" if path else shown
    # Where an archive was unpacked to is nobody's business.
    return trouble("TQ320", name, " ".join(str(detail).replace(str(folder), shown).split()))
