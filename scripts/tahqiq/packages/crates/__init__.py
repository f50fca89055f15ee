"""RO-Crates: how they are written, and what they list."""
