"""METS, PREMIS and Dublin Core in our submission packages, judged by the schemas of their authors."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

import packed


@pytest.fixture(scope="module")
def sip(packages: dict[str, Path]) -> Path:
    """Return a submission package of the small edition."""
    return packages["sip"]


class _Beside(etree.Resolver):
    """Finds what a schema imports by its name alone: nothing is fetched."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._files = {path.name: path for path in folder.rglob("*.xsd")}

    def resolve(self, address: str, public: str, context: object) -> object:
        found = self._files.get(address.rpartition("/")[2])
        return self.resolve_filename(str(found), context) if found else None


def schema(folder: Path, name: str) -> etree.XMLSchema:
    """Return a schema of a folder."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Beside(folder))
    return etree.XMLSchema(etree.parse(next(folder.rglob(name)), parser))


def faults(schema: etree.XMLSchema, paths: list[Path]) -> list[str]:
    """Return what a schema finds wrong with some files, which must be there."""
    assert paths
    found = []
    for path in paths:
        schema.validate(etree.parse(path))
        found += [f"{path.name}:{one.line}: {one.message}" for one in schema.error_log]
    return found


def test_mets_is_valid(sip: Path, xsd: Path) -> None:
    """Each METS file is valid by METS with the extensions of CSIP and SIP."""
    assert faults(schema(xsd, "mets.sip.local.v2-0.xsd"), sorted(sip.rglob("METS.xml"))) == []


def test_premis_is_valid(sip: Path, xsd: Path) -> None:
    """Each PREMIS file is valid by PREMIS 3.0, and so is what validation left."""
    paths = sorted(sip.rglob("*premis.xml"))
    assert faults(schema(xsd, "premis.xsd"), paths) == []


def test_what_receiving_leaves_is_valid(
    sip: Path, xsd: Path, tmp_path: Path, package_of: Callable[[Path], Path]
) -> None:
    """The PREMIS record of a package taken in is valid, too."""
    store = tmp_path / "store"
    packed.received(package_of(sip), to=store)
    assert faults(schema(xsd, "premis.xsd"), [store / "sip.premis.xml"]) == []


# What it says of every package that has what SIP 2.1 wants: the sender creates, too, and is no
# program (SIP16 and SIP17 against CSIP12, CSIP13 and CSIP16); a note has one type (CSIP16, SIP14).
CONTRADICTED = {"CSIP12", "CSIP13", "CSIP16", "SIP14"}


@pytest.mark.oracle
def test_eark_validator_finds_no_fault_but_its_own(sip: Path, eark_python: Path) -> None:
    """By E-ARK's own validator, a package breaks only rules of it that contradict each other."""
    says = Path(__file__).with_name("eark_says.py")
    done = subprocess.run([eark_python, says, sip], capture_output=True, text=True, check=True)
    found = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert found.keys() == CONTRADICTED, done.stdout


@pytest.fixture
def package_of(tmp_path: Path) -> Callable[[Path], Path]:
    """Return a function that copies a package."""
    return lambda source: packed.copied(source, tmp_path / source.name)


def test_the_schemas_find_faults(sip: Path, xsd: Path, tmp_path: Path) -> None:
    """A METS file with an element in the wrong place is not valid: the schemas do judge."""
    tree = etree.parse(sip / "METS.xml")
    tree.getroot().append(tree.getroot()[0])
    path = tmp_path / "METS.xml"
    tree.write(path)
    assert faults(schema(xsd, "mets.sip.local.v2-0.xsd"), [path]) != []
