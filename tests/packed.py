"""Packages for tests. In: a kind. Out: the package of a small edition; its judgment; its damages.

A damage takes the folder of a package and a file in it, does one thing to it, and returns the name
that must be told.
"""

from __future__ import annotations

import random
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import editions
from editions import run
from tahqiq.findings import Severity
from tahqiq.packages.contents import Content
from tahqiq.packages.receiving import Options, is_sound, receive
from tahqiq.packages.release import Release
from tahqiq.reports import Run

KINDS = ("bagit", "sip", "rocrate", "ocfl", "zip")
FOLDERS = KINDS[:4]
DATED = (
    "<publicationStmt><publisher>دار النشر</publisher><date when='2026-11-24'/>"
    "<idno type='edition'>letter</idno><availability><licence target='https://example.org/l'/>"
    "</availability></publicationStmt>"
)

ANYTHING = """<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><ref name="any"/></start>
<define name="any"><element><anyName/><zeroOrMore><choice><ref name="any"/><text/>
<attribute><anyName/></attribute></choice></zeroOrMore></element></define></grammar>
"""


def edition(
    folder: Path, *, said: str = DATED, body: str = editions.BODY, version: str = "1.0.0"
) -> Path:
    """Write a small edition whose header says ``said`` of its publication."""
    editions.write(folder, body)
    path = folder / "texts/letter.xml"
    text = path.read_text("utf-8").replace(
        "<publicationStmt><p>test</p></publicationStmt>",
        f"<editionStmt><edition n='{version}'/></editionStmt>{said}",
    )
    path.write_text(text, "utf-8")
    return folder


def packed(project: Path, kind: str, target: Path) -> Path:
    """Return the package of a kind that the command makes."""
    if kind == "zip":
        target = target.with_suffix(".zip")
    made = run("package", project, "--as", kind, "-o", target)
    assert (made.returncode, made.stderr) == (0, "")
    return target


def every(folder: Path, kinds: tuple[str, ...] = KINDS) -> dict[str, Path]:
    """Return a package of each kind, of the same small edition."""
    project = edition(folder / "edition")
    # With a schema beside it, as a checkout has one.
    (folder / "schema").mkdir()
    (folder / "schema/edition.rng").write_text(ANYTHING, "utf-8")
    with (project / "edition.toml").open("a") as settings:
        settings.write('[schema]\nrng = "../schema/edition.rng"\n')
    return {kind: packed(project, kind, path) for kind, path in paths(folder, kinds).items()}


def paths(folder: Path, kinds: tuple[str, ...] = KINDS) -> dict[str, Path]:
    """Return where ``every`` puts the package of each kind."""
    return {kind: folder / (f"{kind}.zip" if kind == "zip" else kind) for kind in kinds}


def copied(source: Path, target: Path) -> Path:
    """Return a copy of a package, to be damaged."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)
    return target


def received(path: Path, **options: object) -> Run:
    """Return the judgment of a package."""
    return receive(path, Options(fork=True, **options), lambda _: None)  # type: ignore[arg-type]


def codes(found: Run) -> list[str]:
    """Return the codes of the errors, sorted."""
    return sorted({one.code for one in found.findings if one.severity == Severity.ERROR})


def told(found: Run) -> str:
    """Return the files and sentences of all findings."""
    return "\n".join(f"{one.place.file} {one.message.en}" for one in found.findings)


def files(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def releases() -> Iterator[tuple[list[Content], Release]]:
    """Yield two releases of one edition: a file that stays, one that changes."""
    for number, word in enumerate(("أول", "ثان"), 1):
        release = Release(
            "letter", f"{number}.0.0", f"2026-11-0{number}", {"ar": "رسالة"}, {}, "دار", (), {}, ()
        )
        yield (
            [
                Content("edition/a.xml", b"<a/>", "text"),
                Content("edition/b.txt", word.encode(), "witness"),
            ],
            release,
        )


def flip(folder: Path, path: Path, chance: random.Random) -> str:
    """Turn one bit over."""
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    return path.name


def edit(folder: Path, path: Path, chance: random.Random) -> str:
    """Give one file of a list another digest, or take it from the list."""
    path = chance.choice(lists(folder))
    text = path.read_text("utf-8")
    found = chance.choice([*re.finditer(r"[0-9a-f]{64,}", text)])
    with_another = f"{text[: found.start()]}{'0' * len(found[0])}{text[found.end() :]}"
    without = "".join(line for line in text.splitlines(True) if found[0] not in line)
    path.write_text(chance.choice([with_another, without]), "utf-8")
    return path.name


def climb(folder: Path, path: Path, chance: random.Random) -> str:
    """Let a list lead out of the package."""
    path = chance.choice(lists(folder))
    text = path.read_text("utf-8")
    names = r"(?<=[ \"])((data|v1/content|representations)/)?[\w-]+(?=/)|(?<=\s)[\w.=-]+\n"
    path.write_text(re.sub(names, "../outside", text, count=1), "utf-8")
    return path.name


def lists(folder: Path) -> list[Path]:
    """Return the files of a package that list others, with their digests."""
    return sorted(one for one in folder.rglob("*") if re.search(LISTS, one.name))


def drop(folder: Path, path: Path, chance: random.Random) -> str:
    """Remove a file."""
    path.unlink()
    return path.name


def add(folder: Path, path: Path, chance: random.Random) -> str:
    """Put a file beside another."""
    path.with_name("زيادة.txt").write_text("زيادة", "utf-8")
    return "زيادة.txt"


def recase(folder: Path, path: Path, chance: random.Random) -> str:
    """Rename a file by case alone."""
    path.rename(path.with_name(path.name.swapcase()))
    return path.name


def decompose(folder: Path, path: Path, chance: random.Random) -> str:
    """Rename a file into another Unicode form."""
    path.rename(path.with_name(unicodedata.normalize("NFD", f"é{path.name}")))
    return path.name


def link(folder: Path, path: Path, chance: random.Random) -> str:
    """Replace a file by a link to a copy of it outside."""
    outside = folder.parent / "outside"
    outside.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(outside)
    return path.name


def truncate(folder: Path, path: Path, chance: random.Random) -> str:
    """Cut a file short, by more than the end of its last line: a list without it says the same."""
    path.write_bytes(path.read_bytes().rstrip()[:-1])
    return path.name


LISTS = r"manifest-.*\.txt$|^inventory\.json|^METS\.xml|^ro-crate-metadata\.json|^ocfl_layout\.json\.sha"
DAMAGES = (flip, drop, add, recase, decompose, link, truncate, edit, climb)


def damaged(folder: Path, seed: int) -> str:
    """Do one damage by chance, and return the name that must be told."""
    chance = random.Random(seed)
    every = sorted(p for p in folder.rglob("*") if p.is_file() and p.stat().st_size)
    return chance.choice(DAMAGES)(folder, chance.choice(every), chance)


def missed(source: Path, folder: Path, seed: int) -> str:
    """Return what was said of a package with a damage that was not named, or an empty string."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    copied(source, folder)
    name = damaged(folder, seed)
    found = received(folder)
    shutil.rmtree(folder)
    said = told(found)
    # A list of a bag that was renamed by case stands in no list: what can be named is the file there.
    is_named = name.casefold() in said.casefold()
    return "" if is_named and not is_sound(found) else f"{seed} {name}: {said or 'nothing'}"
