#!/usr/bin/env python3
"""Make the environment beside this checkout, then run in it what is asked.

In: a command and its arguments. Out: that command's own output and exit code; progress on
standard error. Standard library only; any Python from 3.6 on can read this file, so that one
which is too old is told so in one line.
"""

import contextlib
import errno
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NEEDED = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
WINDOWS = os.name == "nt"

HELP = """\
usage: python3 scripts/bootstrap.py COMMAND [ARGUMENT ...]

Makes .venv in this checkout when it is missing or out of date, then runs COMMAND in it.

  build              the edition, into build/
  test               everything that is checked, by tox; arguments go on to tox
  validate PATH ...  one or more files against their rules
  verify             that every format carries the text of the witness
  -h, --help         this text; COMMAND --help tells about a command

Every other command and argument goes to tahqiq as it stands. The first run needs the network
(pip's own settings, such as PIP_INDEX_URL, hold); later runs install nothing and need none.
Exit code: that of the command; 2 when the environment cannot be made; 130 when interrupted.
"""

# What pip and venv print, and what the reader can do about it. The first that fits is told.
REMEDIES = (
    (
        r"No space left on device|Errno 28|Disk quota exceeded|Errno 122",
        "the disk is full: free about 500 MB beside {root} and in TMPDIR, and run it again",
    ),
    (
        r"Read-only file system|Errno 30\b|Permission denied|Errno 13\b",
        "{root} cannot be written: copy the checkout to a folder of your own, and run it there",
    ),
    (
        r"ensurepip is not\s+available|No module named '?(ensurepip|venv)",
        "Python's venv module is not complete: install it "
        "(on Debian or Ubuntu: sudo apt install python3-venv), and run it again",
    ),
    (
        r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|"
        r"Network is unreachable|Connection refused|connection broken|Max retries exceeded|"
        r"Failed to resolve|SSLError|ConnectionError|ReadTimeoutError",
        "the package index cannot be reached: connect to the network for this first run "
        "(or set PIP_INDEX_URL to a mirror, PIP_PROXY to a proxy), and run it again",
    ),
    (
        r"No matching distribution found for (?P<what>\S+)",
        "the package index has no {what} for Python {python} on this machine: "
        "run it with Python 3.11, 3.12 or 3.13, or set PIP_INDEX_URL to an index that has it",
    ),
)


class Trouble(Exception):
    """What stands in the way, and what to do about it: one line, exit code 2."""


class Environment:
    """The virtual environment of one checkout, and what it was made from.

    ``stamp`` is written last: an environment without it is half made and is made anew.
    ``mark`` is written first: a ``.venv`` without it is somebody's own and is left alone.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.discarded = root / ".venv.discarded"
        self.lock = root / ".venv.lock"
        self.mark = self.folder / "made-by-bootstrap"
        self.stamp = self.folder / "made-by-bootstrap.stamp"
        self.scripts = self.folder / ("Scripts" if WINDOWS else "bin")
        self.python = self.scripts / ("python.exe" if WINDOWS else "python")

    def wanted(self) -> "dict[str, str]":
        """Return what the environment must have been made from, as the stamp holds it."""
        content = hashlib.sha256()
        for name in ("pyproject.toml", "constraints.txt"):
            content.update((self.root / name).read_bytes())
        return {
            "python": sys.version.replace("\n", " "),
            "content": content.hexdigest(),
            "root": ascii(str(self.root)),
        }

    def found(self) -> "dict[str, str]":
        """Return what the stamp holds; nothing when the environment is not whole."""
        try:
            lines = self.stamp.read_text(encoding="ascii").splitlines()
        except OSError:
            return {}
        return dict(line.split(" = ", 1) for line in lines) if self.python.exists() else {}

    def sign(self, wanted: "dict[str, str]") -> None:
        """Write the stamp whole or not at all."""
        draft = self.stamp.with_suffix(".draft")
        text = "".join(f"{key} = {value}\n" for key, value in wanted.items())
        draft.write_text(text, encoding="ascii")
        draft.replace(self.stamp)


def main(arguments: "list[str]") -> int:
    """Run the command line ``arguments``; return the exit code where it does not hand over."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(HELP, end="", file=sys.stdout if arguments else sys.stderr)
        return 0 if arguments else 2
    try:
        demand_python(sys.version_info[:3], arguments)
        environment = Environment(ROOT)
        ensure(environment)
        return hand_over(environment, arguments)
    except KeyboardInterrupt:
        say("interrupted; the next run begins where this one can be trusted")
        return 130
    except Trouble as trouble:
        say(str(trouble))
    except OSError as error:
        say(remedy(str(error), error.strerror or str(error)))
    return 2


def say(line: str) -> None:
    """Print one line of progress."""
    print(f"bootstrap: {line}", file=sys.stderr, flush=True)


def demand_python(version: "tuple[int, ...]", arguments: "list[str]") -> None:
    """Raise Trouble when ``version`` is too old, naming a newer Python if there is one."""
    if tuple(version) >= NEEDED:
        return
    this = ".".join(str(part) for part in version)
    for name in ("python3.13", "python3.12", "python3.11", "python3.14"):
        path = shutil.which(name)
        # A version manager leaves names behind that start nothing: try before telling.
        if path and subprocess.call([path, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            do = f"run: {name} scripts/bootstrap.py {' '.join(arguments)}"
            break
    else:
        do = "install it (Debian 12, Ubuntu 24.04 and later: sudo apt install python3 python3-venv)"
    raise Trouble(f"Python 3.11 or newer is needed, this is {this}; {do}")


def ensure(environment: Environment) -> None:
    """Make, move or bring up to date the environment, unless it is whole already."""
    wanted = environment.wanted()
    if environment.found() == wanted:
        return
    with only_one(environment.lock):
        found = environment.found()
        if found == wanted:
            return
        if found.get("python") == wanted["python"] and (
            found["root"] == wanted["root"] or not WINDOWS
        ):
            renew(environment, found, wanted)
        else:
            make(environment, wanted)


@contextlib.contextmanager
def only_one(path: Path) -> "Iterator[None]":
    """Let one process at a time make the environment; the others wait for it."""
    with path.open("a") as lock:
        if WINDOWS:  # pragma: no cover
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("another run is making the environment; waiting for it")
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make(environment: Environment, wanted: "dict[str, str]") -> None:
    """Make the environment from nothing."""
    discard(environment)
    say(f"making .venv with Python {sys.version.split()[0]}; this needs the network, once")
    environment.folder.mkdir()
    environment.mark.write_text("scripts/bootstrap.py made this folder and may remake it.\n")
    base = getattr(sys, "_base_executable", sys.executable) or sys.executable
    run([base, "-I", "-m", "venv", str(environment.folder)], environment)
    install(environment)
    environment.sign(wanted)
    say("the environment is ready")


def discard(environment: Environment) -> None:
    """Remove an environment that cannot be used, if it is one of ours."""
    shutil.rmtree(str(environment.discarded), ignore_errors=True)
    folder = environment.folder
    if not folder.is_symlink() and not folder.exists():
        return
    if not environment.mark.exists() and (folder.is_symlink() or any(folder.iterdir())):
        raise Trouble(f"{folder} was not made by this program: move it away, and run it again")
    # In one step, so that an interruption leaves nothing that looks like somebody's own.
    folder.replace(environment.discarded)
    shutil.rmtree(str(environment.discarded), ignore_errors=True)


def renew(environment: Environment, found: "dict[str, str]", wanted: "dict[str, str]") -> None:
    """Bring an environment that is whole up to date, without the network where nothing is new."""
    say("pyproject.toml or constraints.txt changed, or the checkout moved: renewing .venv")
    environment.stamp.unlink()
    try:
        if found["root"] != wanted["root"]:
            rewrite_paths(environment, found["root"])
        install(environment)
    except (Trouble, OSError):
        # pip undoes what it had begun when it fails; only a kill leaves the stamp missing.
        environment.sign(found)
        raise
    environment.sign(wanted)


def rewrite_paths(environment: Environment, root: str) -> None:
    """Replace the old place of the checkout, ``root`` as ``ascii()`` writes it, in the scripts."""
    import ast

    before = os.fsencode(str(Path(ast.literal_eval(root)) / ".venv"))
    after = os.fsencode(str(environment.folder))
    for path in [*environment.scripts.iterdir(), environment.folder / "pyvenv.cfg"]:
        if path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        if before in content:
            path.write_bytes(content.replace(before, after))


def install(environment: Environment) -> None:
    """Install this project, editable, with everything pinned by constraints.txt."""
    pip = [str(environment.python), "-I", "-m", "pip", "install", "--progress-bar=off"]
    pip += ["--constraint", str(environment.root / "constraints.txt")]
    # The backends, ours and that of the one dependency without a wheel (bagit), are installed
    # first and used as they are: pip's own build environment would take the newest of all.
    run([*pip, "hatchling", "editables", "setuptools", "setuptools-scm", "tox"], environment)
    # With the extras that every command of the README wants; export's models are large.
    run([*pip, "--no-build-isolation", "--editable", ".[archive,serve]"], environment)
    name_sources_from_within(environment)


def name_sources_from_within(environment: Environment) -> None:
    """Make the path to this project's sources relative, where pip wrote it absolute.

    Up to Python 3.12, a .pth file is read in the encoding of the locale, UTF-8 mode or not: with
    LC_ALL=C one that holds an Arabic path keeps the interpreter from starting.
    """
    sources = environment.root / "scripts"
    for path in environment.folder.glob("[Ll]ib*/**/site-packages/*.pth"):
        if path.read_bytes().strip() == os.fsencode(sources):
            path.write_text(os.path.relpath(sources, path.parent) + "\n", encoding="ascii")


def run(command: "list[str]", environment: Environment) -> None:
    """Run one step of the installation; raise Trouble, with what to do, when it fails."""
    lines = []
    process = subprocess.Popen(
        command,
        cwd=str(environment.root),
        env=surroundings(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    with process:
        for line in process.stdout or ():
            lines.append(line)
            fetched = re.match(
                r"\s*Downloading (\S+?)-(\d[^-]*)-\S+(?: \(([^)]*)\))?$", line.rstrip()
            )
            if fetched:
                say("  {} {} {}".format(*(part or "" for part in fetched.groups())).rstrip())
    if process.returncode:
        raise Trouble(diagnosis("".join(lines), environment))


def surroundings() -> "dict[str, str]":
    """Return the environment for pip: the user's settings, less those that miss the target."""
    kept = {
        k: v for k, v in os.environ.items() if k not in {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}
    }
    kept.update(PIP_USER="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1", PYTHONUTF8="1")
    # Five retries, the default, make a machine without network wait half a minute for its one
    # line; without any, pip does not say that the network was the reason.
    if kept.get("PIP_RETRIES", "0") == "0":
        kept["PIP_RETRIES"] = "2"
    return kept


def diagnosis(output: str, environment: Environment) -> str:
    """Return the one line for a step that failed, and keep what it printed in a log."""
    faults = re.findall(r"^\s*((?:ERROR|\w*Error): .+)$", output, re.MULTILINE)
    log = environment.folder / "bootstrap.log"
    with contextlib.suppress(OSError):
        log.write_text(output, encoding="utf-8")
    return remedy(
        output, f"{faults[-1] if faults else 'a step failed'}; the whole output is in {log}"
    )


def remedy(output: str, otherwise: str) -> str:
    """Return what to do about ``output``; ``otherwise`` where it is nothing foreseen."""
    for pattern, advice in REMEDIES:
        match = re.search(pattern, output)
        if match:
            python = ".".join(str(part) for part in sys.version_info[:2])
            return advice.format(root=ROOT, python=python, **match.groupdict())
    return otherwise


def hand_over(environment: Environment, arguments: "list[str]") -> int:
    """Become the command itself, so that its exit code and signals are its own."""
    command = [str(environment.python)]
    if arguments[0] == "test":
        command += ["-P", "-m", "tox", "-c", str(environment.root / "tox.ini"), *arguments[1:]]
    else:
        # Named to the interpreter: a script's own first line breaks on a long or odd path.
        command += [str(environment.scripts / ("tahqiq.exe" if WINDOWS else "tahqiq")), *arguments]
    # Arabic is printed, and read from files, in UTF-8 whatever the locale.
    os.environ["PYTHONUTF8"] = "1"
    if WINDOWS:
        return subprocess.call(command if arguments[0] == "test" else command[1:])
    try:
        os.execv(command[0], command)
    except OSError as error:
        if error.errno != errno.ENOEXEC:
            raise
        raise Trouble(f"{command[0]} does not start: delete .venv, and run it again") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
