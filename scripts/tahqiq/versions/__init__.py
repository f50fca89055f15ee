"""Versions of an edition: what was published, what became of it since, and how versions differ.

In: a project. Out: its releases under ``releases/``, each frozen with the checksum of every text
and a register of every id; the changes since; where a published reference leads today.
"""
