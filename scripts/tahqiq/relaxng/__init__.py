"""RELAX NG for Python: Jing's verdicts without Java.

In: schemas and documents. Out: findings with line, column and what was expected. The package uses
nothing of tahqiq but findings and errors.
"""

from tahqiq.relaxng.schema import Schema

__all__ = ["Schema"]
