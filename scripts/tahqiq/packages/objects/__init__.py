"""OCFL objects: versions and inventories, what they hold, and how large ones are judged."""
