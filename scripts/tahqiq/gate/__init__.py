"""The gate: verdicts on what strangers deliver, each file judged in a process of its own.

In: paths and a plan. Out: findings in the order of the input, and the facts of the run.

======  ====================  ======================================================
TQ004   id-in-two-files       an id of a project is given in two of its files
TQ330   took-too-long         a file took more time than it may
TQ331   took-too-much         a file took more memory than it may
TQ332   judge-died            what judged a file died of it
TQ340   no-schema             nothing says by which schema a file is to be judged
TQ341   schema-refused        a delivery names a schema outside of itself
TQ342   too-large-for-rules   a file judged by its grammar alone for its size
======  ====================  ======================================================
"""

from __future__ import annotations

from tahqiq.gate.plan import Plan

__all__ = ["Plan"]
