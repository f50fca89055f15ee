"""BagIt bags: how they are written, what they list, and how large ones are judged."""
