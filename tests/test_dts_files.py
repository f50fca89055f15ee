"""Texts as a tree of files that any host serves: what is written answers as the server does."""

import json
import re
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from declared_texts import HEAD
from editions import run
from served import DEEP, PATTERNS, get, members
from tahqiq.dts.addresses import Files, portable
from tahqiq.dts.catalogue import Catalogue, catalogue
from tahqiq.dts.export import export, files, without_ranges, without_siblings


@pytest.fixture(scope="module")
def tree(offered: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dts")
    export(offered, "https://example.org/dts", folder, lambda _: None)
    return folder


def expanded(template: str, **values: object) -> str:
    """Expand a template as RFC 6570 has it: path segments, path parameters, and plain ones."""

    def part(match: re.Match[str]) -> str:
        sign, names = match[1], match[2].split(",")
        given = [(name, quote(str(values[name]), safe="")) for name in names if name in values]
        if sign == ";":
            return "".join(f";{name}={value}" for name, value in given)
        return "".join(f"/{value}" if sign == "/" else value for _, value in given)

    return re.sub(r"\{([/;]?)([a-zA-Z,]+)\}", part, template)


def found(tree: Path, address: str) -> bytes:
    """Return what a host that knows nothing but files sends for an address."""
    path = unquote(urlsplit(address).path).removeprefix("/dts/")
    return (tree / path).read_bytes()


def test_the_files_answer_as_the_server_does(tree: Path, client: TestClient) -> None:
    """The same units, levels, parents and texts: for all that Level 0 must answer."""
    entry = json.loads(found(tree, "https://example.org/dts/index.jsonld"))
    for resource in ("egyptian-airstrikes-2015", "rihla"):
        about = json.loads(found(tree, expanded(entry["collection"], id=resource)))
        assert about["citationTrees"] == get(client, "collection", id=resource)["citationTrees"]
        for name in (one.get("identifier") for one in about["citationTrees"]):
            chosen = {"tree": name} if name else {}
            every = json.loads(found(tree, expanded(about["navigation"], down=-1, **chosen)))
            assert [one["identifier"] for one in every["member"]] == members(
                client, resource=resource, down=-1, **chosen
            )
            for unit in every["member"]:
                text = found(tree, unit["@id"])
                asked = {"resource": resource, "ref": unit["identifier"], **chosen}
                assert text == client.get("/dts/document", params=asked).content


def test_templates_lead_to_files(tree: Path, client: TestClient) -> None:
    """Expanded as the standard says, for Arabic references, siblings, ranges and parents."""
    entry = json.loads(found(tree, "https://example.org/dts/index.jsonld"))
    siblings = json.loads(
        found(tree, expanded(entry["navigation"], resource="rihla", ref="مقدمة", down=0))
    )
    assert [one["identifier"] for one in siblings["member"]] == ["مقدمة", "1", "2"]
    page = found(tree, expanded(entry["document"], resource="rihla", tree="pages", ref="ص ٢"))
    assert "لنا".encode() in page
    asked = {"resource": "egyptian-airstrikes-2015", "start": "3", "end": "5"}
    assert (
        found(tree, expanded(entry["document"], **asked))
        == client.get("/dts/document", params=asked).content
    )
    parents = json.loads(found(tree, expanded(entry["collection"], id="rihla", nav="parents")))
    assert [one["@id"] for one in parents["member"]] == ["files"]
    assert json.loads(found(tree, expanded(entry["collection"])))["totalChildren"] == 2


def test_names_are_kept_by_every_system(tree: Path) -> None:
    """No name has what Windows refuses, and no two are one where upper and lower case are."""
    names = [path.relative_to(tree).as_posix() for path in tree.rglob("*")]
    assert [name for name in names if re.search(r'[\\:*?"<>|\x00-\x1f]|[ .](/|$)', name)] == []
    assert len({name.casefold() for name in names}) == len(names)


def test_upper_and_lower_case_are_kept_apart() -> None:
    """Of two references that differ by case alone the second has a name of its own."""
    assert [Files("", ["A", "a", "A"]).name(one) for one in "Aa"] == ["A", "~61"]
    assert [Files("", ["a", "A"]).name(one) for one in "aA"] == ["a", "~41"]


@given(st.text(min_size=1, max_size=60))
def test_any_identifier_has_a_name(identifier: str) -> None:
    """Short enough, without a separator, and never a way out of the folder."""
    identifier = identifier.encode("utf-8", "ignore").decode() or "x"
    name = portable(identifier)
    assert 0 < len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|\0')
    assert name not in (".", "..")
    assert name[-1] not in " ."


def test_the_same_texts_make_the_same_files(offered: Catalogue) -> None:
    """Byte for byte; and a tree that is written again loses what is no more of it."""
    assert dict(files(offered, "/dts")) == dict(files(offered, "/dts"))


def test_a_written_tree_loses_what_is_gone(tmp_path: Path) -> None:
    """A text that is taken out leaves nothing behind."""
    export(catalogue([DEEP, PATTERNS]), "/dts", tmp_path, lambda _: None)
    export(catalogue([PATTERNS]), "/dts", tmp_path, lambda _: None)
    assert [path.name for path in tmp_path.rglob("*rihla*") if path.is_file()] == []


def test_what_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    """The other texts are written, and the command names the file and ends with 2."""
    (tmp_path / "a.xml").write_text("<root/>", "utf-8")
    said = run("dts", "export", PATTERNS, tmp_path / "a.xml", "-o", tmp_path / "out")
    assert (said.returncode, said.stderr.count("is no TEI text")) == (2, 1)
    assert (tmp_path / "out/index.jsonld").is_file()


def test_a_long_text_is_written_without_what_grows_with_its_square(tmp_path: Path) -> None:
    """Of 300 verses each is there, with its text, but no file lists all siblings of each."""
    verses = "".join(f'<l n="{n}">قفا نبك {n}</l>' for n in range(1, 301))
    declared = '<refsDecl><citeStructure match="//l" use="@n"/></refsDecl>'
    poem = tmp_path / "poem.xml"
    poem.write_text(HEAD.format(declared, verses), "utf-8")
    written = dict(files(catalogue([poem]), "/dts"))
    assert (without_siblings(catalogue([poem])), without_ranges(catalogue([poem]))) == (
        ["poem"],
        ["poem"],
    )
    assert "navigation/poem;down=0/7.jsonld" not in written
    assert written["document/poem/300.txt"].decode() == "قفا نبك 300\n"
    assert sum(map(len, written.values())) < 5_000_000
