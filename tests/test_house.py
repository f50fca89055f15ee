"""The rules of this house that a program can hold. In: the checkout. Out: each rule's breaches."""

import ast
import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tahqiq.cli import parser

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "scripts/tahqiq"

MODULES = sorted(PACKAGE.rglob("*.py"))

VERBS = {name for action in parser()._actions for name in (action.choices or ())} | {
    "building",
    "packages",
    "validation",
}
LAYERS = (
    {"errors", "findings"},
    {"files", "resources", "cache", "places", "encodings"},
    {"tei", "saxon", "relaxng"},
    set(),  # the domain: every module that no other layer names
    VERBS,
    {"commands"},
    {"cli"},
    {"__main__"},
    {"sphinx"},
)
DOMAIN = 3
HEAVY = {
    "lxml",
    "saxonche",
    "typst",
    "pikepdf",
    "pypdfium2",
    "fontTools",
    "PIL",
    "brotli",
    "wcwidth",
    "bagit",
    "langcodes",
    "psutil",
    "sqlite3",
    "zstandard",
    "starlette",
    "uvicorn",
}


def named(path: Path) -> str:
    """Return a path as a reader writes it."""
    return path.relative_to(REPOSITORY).as_posix()


def layer(module: str) -> int:
    """Return how far up a module of the package stands; its own ``__init__`` is lowest."""
    if module in {"", "__init__"}:
        return -1
    return next((i for i, names in enumerate(LAYERS) if module in names), DOMAIN)


@functools.cache
def imports(path: Path) -> tuple[str, ...]:
    """Return the dotted name of everything that a module imports when it runs."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types_only = {
        id(node)
        for test in ast.walk(tree)
        if isinstance(test, ast.If)
        and isinstance(test.test, ast.Name | ast.Attribute)
        and ast.unparse(test.test).endswith("TYPE_CHECKING")
        for statement in test.body
        for node in ast.walk(statement)
    }
    package = path.relative_to(REPOSITORY / "scripts").with_suffix("").parts
    for node in ast.walk(tree):
        if id(node) in for_types_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level]) if node.level else ""
            source = ".".join(part for part in (base, node.module or "") if part)
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)


def breaches() -> Iterator[str]:
    """Yield every import within the package that goes up."""
    top = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.parent.name for path in PACKAGE.glob("*/__init__.py")
    }
    for path in MODULES:
        if path == PACKAGE / "__init__.py":
            continue  # the face of the whole; what it shows is loaded when it is asked for
        own = path.relative_to(PACKAGE).with_suffix("").parts[0]
        for name in imports(path):
            parts = name.split(".")
            other = parts[1] if parts[0] == "tahqiq" and len(parts) > 1 and parts[1] in top else ""
            if layer(other) > layer(own):
                yield f"{named(path)} imports {name}"


def test_imports_go_down() -> None:
    """No module imports from a layer above its own."""
    assert sorted(set(breaches())) == []


def test_saxonche_is_imported_in_one_place() -> None:
    """Only saxon.py knows saxonche."""
    users = {
        named(path)
        for path in MODULES
        for name in imports(path)
        if name.split(".")[0] == "saxonche"
    }
    assert users <= {"scripts/tahqiq/saxon.py"}


def test_the_command_line_starts_light() -> None:
    """The parser of all verbs loads nothing that takes long to load."""
    code = "import sys, tahqiq.cli; tahqiq.cli.parser(); print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert set(loaded.stdout.split()) & HEAVY == set()


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_modules_are_read_on_a_few_screens(path: Path) -> None:
    """A module has at most 350 lines and none of its functions more than 50."""
    text = path.read_text(encoding="utf-8")
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, functions) and (node.end_lineno or 0) - node.lineno + 1 > 50
    ]
    assert (long, len(text.splitlines()) <= 350) == ([], True)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_says_what_it_is(path: Path) -> None:
    """A module opens with a docstring, and its name is of the domain."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert path.stem not in {"utils", "util", "helpers", "common", "manager", "misc"}


@pytest.mark.parametrize("path", sorted((REPOSITORY / "tests").rglob("test_*.py")), ids=named)
def test_a_test_is_a_sentence(path: Path) -> None:
    """Every test has its sentence as its docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_the_readme_is_short_and_its_commands_exist() -> None:
    """README has at most 100 lines, and every verb that it shows is one of the command line."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"(?:tahqiq|bootstrap\.py) ([a-z]+)", text)) - {"test"}
    assert sorted(shown - VERBS) == []
    assert len(text.splitlines()) <= 100


def test_the_readme_points_at_what_is_there() -> None:
    """Every file of the repository that README or CONTRIBUTING links to is there."""
    gone = [
        f"{name}: {target}"
        for name in ("README.md", "CONTRIBUTING.md")
        for target in re.findall(
            r"\]\((?!https?:)([^)#]+)\)", (REPOSITORY / name).read_text(encoding="utf-8")
        )
        if not (REPOSITORY / target).exists()
    ]
    assert gone == []


def test_the_version_is_said_once() -> None:
    """CITATION.cff names the version of the package as that of the program that makes the edition."""
    from tahqiq import __version__

    citation = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")
    program = citation.split("references:")[1]
    assert re.findall(r'^ +version: "(.+)"$', program, re.MULTILINE) == [__version__]


def test_every_dependency_is_pinned() -> None:
    """constraints.txt pins exactly one version of everything that pyproject.toml names."""
    import tomllib

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [item for group in project["dependency-groups"].values() for item in group]
    wanted = [
        *project["project"]["dependencies"],
        *(item for extra in project["project"]["optional-dependencies"].values() for item in extra),
        *(item for item in groups if isinstance(item, str)),
    ]
    names = {re.split(r"[^\w.-]", item)[0].lower().replace("_", "-") for item in wanted}
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.+!-]+", pin)] == []
    assert sorted(names - {pin.split("==")[0].lower().replace("_", "-") for pin in pins}) == []


def tracked(*patterns: str) -> list[Path]:
    """Return the project's own text files of some kinds."""
    folders = ("edition/texts", "edition/registers", "schema", "xslt", "scripts", "docs", "tests")
    generated = {"_build", "__pycache__"}
    return [
        path
        for folder in folders
        for pattern in patterns
        for path in sorted((REPOSITORY / folder).rglob(pattern))
        if not generated & set(path.parts)
    ]


def test_text_files_are_nfc_and_end_in_one_newline() -> None:
    """XML, stylesheets and Python are UTF-8 in NFC, with LF, and end in a newline."""
    import unicodedata

    wrong = []
    for path in tracked("*.xml", "*.xsl", "*.py", "*.md", "*.odd"):
        if "invalid" in path.parts:
            continue
        content = path.read_bytes()
        text = content.decode("utf-8")
        if (
            b"\r" in content
            or not content.endswith(b"\n")
            or not unicodedata.is_normalized("NFC", text)
        ):
            wrong.append(named(path))
    assert wrong == []


def test_the_build_server_runs_what_everybody_runs() -> None:
    """The server's script is executable and ends in the command of README."""
    script = REPOSITORY / ".ci/run"
    assert (
        script.read_text(encoding="utf-8")
        .rstrip()
        .endswith('exec python3 scripts/bootstrap.py test "$@"')
    )
    assert sys.platform == "win32" or script.stat().st_mode & 0o100
