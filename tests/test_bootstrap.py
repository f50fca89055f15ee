"""The first command of a clone: it makes, repairs and moves the environment, or says what to do.

In: a small checkout with its own backend and empty wheels, so that no network is wanted.
"""

import ast
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCE = REPOSITORY / "scripts/bootstrap.py"

# The Python that users have, not that of the environment in which the tests run.
PYTHON = getattr(sys, "_base_executable", sys.executable)

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "tahqiq"
version = "1"
"""

# Makes an editable wheel as PEP 660 asks, of the package below.
BACKEND = """
import pathlib, zipfile
def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "tahqiq-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / name, "w") as wheel:
        wheel.writestr("tahqiq.pth", str(pathlib.Path("scripts").resolve()))
        info = "tahqiq-1.dist-info/"
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: tahqiq\\nVersion: 1\\n")
        tag = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
        wheel.writestr(info + "WHEEL", tag)
        wheel.writestr(info + "entry_points.txt", "[console_scripts]\\ntahqiq = tahqiq:main\\n")
        wheel.writestr(info + "RECORD", "")
    return name
"""

PACKAGE = """
import json, os, sys, time
def main():
    print(json.dumps({"arguments": sys.argv[1:], "pid": os.getpid(), "file": __file__}), flush=True)
    if "sleep" in sys.argv:
        time.sleep(60)
    return 7
"""


def empty_wheel(folder: Path, name: str) -> None:
    """Write a wheel of nothing, under a name that the bootstrap installs."""
    with zipfile.ZipFile(folder / f"{name}-1-py3-none-any.whl", "w") as wheel:
        info = f"{name}-1.dist-info/"
        wheel.writestr(info + "METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        wheel.writestr(
            info + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(info + "RECORD", "")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a folder that serves as package index."""
    folder = tmp_path_factory.mktemp("wheels")
    for name in ("hatchling", "editables", "setuptools", "setuptools_scm", "tox"):
        empty_wheel(folder, name)
    return folder.as_uri()


def clone(folder: Path) -> Path:
    """Make a checkout in ``folder`` and return it."""
    package = folder / "scripts/tahqiq"
    package.mkdir(parents=True)
    shutil.copy(SOURCE, folder / "scripts")
    (package / "__init__.py").write_text(PACKAGE)
    (folder / "backend.py").write_text(BACKEND)
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "constraints.txt").write_text("tox==1\n")
    return folder


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a new checkout in a folder whose name has spaces and Arabic letters."""
    return clone(tmp_path / "نشرة رقمية 1")


Done = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def repaired(tmp_path_factory: pytest.TempPathFactory, wheels: str) -> Iterator[tuple[Path, Done]]:
    """Return a checkout whose environment a second run has made, and what the first said.

    The first had no network; what it left was spoilt further.
    """
    folder = clone(tmp_path_factory.mktemp("ready") / "نشرة رقمية 2")
    failed = run(folder, "build")
    (folder / ".venv/pyvenv.cfg").unlink()
    assert run(folder, "build", index=wheels).returncode == 7
    yield folder, failed
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def ready(repaired: tuple[Path, Done]) -> Path:
    """Return a checkout with an environment."""
    return repaired[0]


@pytest.fixture(scope="module")
def together(
    tmp_path_factory: pytest.TempPathFactory, wheels: str
) -> Iterator[tuple[Path, list[int], str]]:
    """Return a checkout whose first runs were two at once, their exit codes and what they said."""
    folder = clone(tmp_path_factory.mktemp("together") / "نشرة رقمية 3")
    with start(folder, "a", index=wheels) as one, start(folder, "b", index=wheels) as two:
        said = [process.communicate(timeout=120)[1] for process in (one, two)]
    yield folder, [one.returncode, two.returncode], "".join(said)
    shutil.rmtree(folder, ignore_errors=True)


def surroundings(index: str) -> dict[str, str]:
    """Return an environment in which pip has one source of packages, or one that is unreachable."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON"))}
    kept.update(PIP_CONFIG_FILE=os.devnull, PIP_RETRIES="1")
    if index:
        return kept | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": index}
    return kept | {"PIP_INDEX_URL": "http://127.0.0.1:9/simple"}


def start(folder: Path, *arguments: str, index: str = "") -> subprocess.Popen[str]:
    """Start the bootstrap of a checkout; with no index, none can be reached."""
    return subprocess.Popen(
        [PYTHON, str(folder / "scripts/bootstrap.py"), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=folder.parent,
        env=surroundings(index),
    )


def run(folder: Path, *arguments: str, index: str = "") -> subprocess.CompletedProcess[str]:
    """Run the bootstrap of a checkout to its end."""
    with start(folder, *arguments, index=index) as process:
        out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def load() -> ModuleType:
    """Import the bootstrap, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("bootstrap", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_old_python_can_read_it() -> None:
    """Nothing in the file is newer than Python 3.6, up to where it says what is needed."""
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 6))
    module = load()
    with pytest.raises(module.Trouble) as caught:
        module.demand_python((3, 9, 18), ["build"])
    assert str(caught.value).startswith("Python 3.11 or newer is needed, this is 3.9.18; ")


def test_only_the_standard_library_is_imported() -> None:
    """The bootstrap runs before anything is installed."""
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    names = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module]
        )
    }
    assert {name.split(".")[0] for name in names} - sys.stdlib_module_names == set()


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        (
            "ERROR: an OSError: [Errno 28] No space left on device",
            "disk",
        ),
        ("[Errno 30] Read-only file system: '/mnt/clone/.venv.lock'", "cannot be written"),
        ("[Errno 13] Permission denied: '/srv/clone/.venv'", "cannot be written"),
        (
            "created successfully because ensurepip is not\navailable.  On Debian/Ubuntu systems",
            "python3-venv",
        ),
        ("/usr/bin/python3: No module named venv", "python3-venv"),
        ("WARNING: Retrying after connection broken by 'NewConnectionError(...)'", "network"),
        ("ERROR: No matching distribution found for saxonche<14,>=12.5", "has no saxonche<14"),
    ],
)
def test_a_known_failure_becomes_one_line_of_advice(output: str, advice: str) -> None:
    """What pip, venv and the system print on failure is answered with what to do."""
    told = load().remedy(output, "unforeseen")
    assert (advice in told, len(told.splitlines())) == (True, 1)


def test_a_failure_that_nobody_foresaw_shows_its_own_words(tmp_path: Path) -> None:
    """The last error that a step printed is shown, and where all of its output is."""
    module = load()
    (tmp_path / ".venv").mkdir()
    told = module.diagnosis("  KeyError: 'مفتاح'\nhint: see above\n", module.Environment(tmp_path))
    log = tmp_path / ".venv/bootstrap.log"
    assert told == f"KeyError: 'مفتاح'; the whole output is in {log}"
    assert log.read_text(encoding="utf-8").startswith("  KeyError")


def test_help_is_shown_without_an_environment(checkout: Path) -> None:
    """``--help`` goes to standard output and makes nothing."""
    shown = run(checkout, "--help")
    assert (shown.returncode, shown.stdout.split()[0]) == (0, "usage:")
    assert not (checkout / ".venv").exists()


def test_no_command_is_wrong_usage(checkout: Path) -> None:
    """Without a command the help goes to standard error, with exit code 2."""
    shown = run(checkout)
    assert (shown.returncode, shown.stdout, shown.stderr.split()[0]) == (2, "", "usage:")


def test_arguments_and_exit_code_pass_through(ready: Path) -> None:
    """The tool gets every argument as it was given, and its exit code is the answer."""
    done = run(ready, "validate", "ملف أول.xml", "--json")
    assert (done.returncode, json.loads(done.stdout)["arguments"]) == (
        7,
        ["validate", "ملف أول.xml", "--json"],
    )


def test_a_second_run_installs_nothing(ready: Path) -> None:
    """A second run without network says nothing of its own and leaves the stamp alone."""
    stamp = ready / ".venv/made-by-bootstrap.stamp"
    before = stamp.stat().st_mtime_ns
    done = run(ready, "build")
    assert (done.returncode, done.stderr, stamp.stat().st_mtime_ns) == (7, "", before)


def test_a_locale_without_arabic_does_not_matter(
    ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tool starts in the C locale from a folder with an Arabic name."""
    monkeypatch.setenv("LC_ALL", "C")
    done = run(ready, "ملف.xml")
    assert (done.returncode, json.loads(done.stdout)["arguments"]) == (7, ["ملف.xml"])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no exec that keeps the process")
def test_an_interruption_reaches_the_tool_itself(ready: Path) -> None:
    """The tool takes the place of the bootstrap, so that Ctrl-C is the tool's."""
    with start(ready, "sleep") as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["pid"] == process.pid
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert process.returncode in {-signal.SIGINT, 130}


def test_a_checkout_that_moved_works_without_network(
    together: tuple[Path, list[int], str], tmp_path: Path
) -> None:
    """After a move the environment is mended in place, and the package is that of the new place."""
    checkout = together[0]
    moved = tmp_path / "مكان آخر"
    checkout.rename(moved)
    done = run(moved, "build")
    assert (done.returncode, json.loads(done.stdout)["file"]) == (
        7,
        str(moved / "scripts/tahqiq/__init__.py"),
    )
    stale = [
        path.name
        for path in (moved / ".venv/bin").iterdir()
        if not path.is_symlink() and os.fsencode(checkout) in path.read_bytes()
    ]
    assert stale == []


def test_a_run_without_network_says_so_and_the_next_one_repairs(
    repaired: tuple[Path, Done],
) -> None:
    """A first run that could not end leaves nothing that the next one believes whole."""
    checkout, failed = repaired
    assert (failed.returncode, failed.stderr.splitlines()[-1]) == (
        2,
        "bootstrap: the package index cannot be reached: connect to the network for this first run "
        "(or set PIP_INDEX_URL to a mirror, PIP_PROXY to a proxy), and run it again",
    )
    assert run(checkout, "build").returncode == 7


def test_a_change_of_requirements_without_network_keeps_the_environment(ready: Path) -> None:
    """Where pins changed that no index can serve, the environment that was there stays signed."""
    pins = ready / "constraints.txt"
    before = pins.read_text()
    pins.write_text("tox==2\n")
    assert run(ready, "build").returncode == 2
    pins.write_text(before)
    assert run(ready, "build").stderr == ""


def test_two_first_runs_at_once_make_one_environment(
    together: tuple[Path, list[int], str],
) -> None:
    """Of two runs at once one makes the environment; the other waits, and both run."""
    _, codes, said = together
    assert codes == [7, 7]
    assert said.count("making .venv") == 1


def test_an_environment_that_is_somebody_elses_is_left_alone(checkout: Path) -> None:
    """A ``.venv`` that this program did not make is named, not removed."""
    own = checkout / ".venv/lib/mine.py"
    own.parent.mkdir(parents=True)
    own.write_text("")
    done = run(checkout, "build")
    assert (done.returncode, done.stderr) == (
        2,
        f"bootstrap: {checkout / '.venv'} was not made by this program: "
        "move it away, and run it again\n",
    )
    assert own.exists()
