"""What pip installs: a wheel that works outside of the repository.

In: the checkout. Out: a wheel, built without network, in a new environment that borrows the
dependencies of the one the tests run in.
"""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from editions import REPOSITORY, write

CARRIED = ("xslt", "schema")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the backend that is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
    ]
    subprocess.run([*command, "-w", str(folder), str(REPOSITORY)], check=True, capture_output=True)
    return next(folder.glob("tahqiq-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own; return its ``tahqiq``."""
    folder = tmp_path_factory.mktemp("بيئة جديدة")
    venv.create(folder, with_pip=False)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / Path(sys.executable).name
    command = [sys.executable, "-m", "pip", "--python", str(python)]
    subprocess.run(
        [*command, "install", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
    )
    own = sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)})
    # A folder named in a .pth file lends its packages, but its own .pth files are not read: the
    # checkout, which an editable installation names in one, stays out of sight.
    (Path(own) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return scripts / ("tahqiq.exe" if os.name == "nt" else "tahqiq")


def run(command: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a folder, without sight of the checkout."""
    kept = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    kept.update(PYTHONUTF8="1", XDG_CACHE_HOME=str(cwd / "cache"))
    return subprocess.run(
        [str(command), *arguments],
        cwd=cwd,
        env=kept,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_wheel_carries_stylesheets_labels_and_schema(wheel: Path) -> None:
    """Every file of xslt/ and schema/ lies in the package, and nothing else of the repository."""
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"tahqiq/{path.relative_to(REPOSITORY).as_posix()}"
        for folder in CARRIED
        for path in (REPOSITORY / folder).rglob("*")
        if path.is_file()
    }
    foreign = {name for name in names if name.split("/")[0].split("-")[0] != "tahqiq"}
    assert (wanted - names, foreign) == (set(), set())


def test_the_wheel_carries_licence_and_types(wheel: Path) -> None:
    """The licence goes with the code, and its types are known to those who import it."""
    names = {name.partition("/")[2] for name in zipfile.ZipFile(wheel).namelist()}
    assert {"licenses/LICENSE", "py.typed"} - names == set()


def test_two_wheels_are_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    """The wheel of one state of the sources does not depend on when it was built."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
    ]
    subprocess.run(
        [*command, "-w", str(tmp_path), str(REPOSITORY)], check=True, capture_output=True
    )
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_it_runs_outside_of_the_repository(installed: Path, tmp_path: Path) -> None:
    """An edition in any folder becomes TEI, HTML and text by the stylesheets in the wheel."""
    edition = write(tmp_path / "رسالة")
    done = run(installed, "build", cwd=edition)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    made = {path.name for path in edition.parent.rglob("letter*") if "build" in path.parts}
    assert {"letter.xml", "letter.txt", "letter.diplomatic.txt"} - made == set()


def test_what_runs_is_what_was_installed(installed: Path, tmp_path: Path) -> None:
    """The package that answers is the wheel's, not that of the checkout."""
    code = "import tahqiq.resources as r; print(r.stylesheet('html.xsl').resolve())"
    python = installed.with_name(Path(sys.executable).name)
    told = run(python, "-c", code, cwd=tmp_path).stdout.strip()
    assert (Path(told).is_file(), REPOSITORY in Path(told).parents) == (True, False)
