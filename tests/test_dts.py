"""Distributed Text Services 1.0: the protocol, the tree of files, the server.

Sentences in quotation marks are those of https://dtsapi.org/specifications/versions/v1.0/.
"""

import gc
import gzip
import json
import random
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from editions import TEXT
from tahqiq import citable, dts
from tahqiq.dts.addresses import Files, portable
from tahqiq.dts.catalogue import Catalogue, catalogue
from tahqiq.dts.export import export, files

starlette = pytest.importorskip("starlette", reason="the extra tahqiq[serve] is not installed")
from starlette.testclient import TestClient  # noqa: E402

from tahqiq.dts.messages import Store  # noqa: E402
from tahqiq.dts.server import Limits, Service  # noqa: E402

DEEP = Path(__file__).parent / "citable/deep.xml"
PATTERNS = Path(__file__).parent / "citable/valid/TQ409-unusable-pattern.xml"
EDITION = TEXT.parent.parent
WRAPPER = "{https://w3id.org/api/dts#}wrapper"


@pytest.fixture(scope="module")
def offered() -> Catalogue:
    """The report, and a deep text with two trees, of which one is of milestones."""
    return catalogue([EDITION, DEEP, PATTERNS])


@pytest.fixture(scope="module")
def client(offered: Catalogue) -> Iterator[TestClient]:
    with TestClient(Service(offered).app(), raise_server_exceptions=False) as made:
        yield made


def get(client: TestClient, endpoint: str, **query: object) -> dict:
    answer = client.get(f"/dts/{endpoint}", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/ld+json"
    return answer.json()


def members(client: TestClient, **query: object) -> list[str]:
    return [unit["identifier"] for unit in get(client, "navigation", **query)["member"]]


def test_the_entry_leads_to_the_endpoints(client: TestClient) -> None:
    """Everything that is mandatory is there, and the templates have every parameter."""
    entry = get(client, "")
    assert (entry["@type"], entry["dtsVersion"]) == ("EntryPoint", "1.0")
    assert entry["collection"].endswith("/collection{?id,page,nav}")
    assert entry["navigation"].endswith("/navigation{?resource,ref,start,end,down,tree,page}")
    assert entry["document"].endswith("/document{?resource,ref,start,end,tree,mediaType}")


def test_several_editions_are_one_collection(client: TestClient) -> None:
    """The root holds the editions, each its texts; parents lead back."""
    root = get(client, "collection")
    assert (root["@type"], root["totalParents"], root["totalChildren"]) == ("Collection", 0, 2)
    edition = get(client, "collection", id=root["member"][0]["@id"])
    (text,) = edition["member"]
    assert (text["@type"], text["title"]) == (
        "Resource",
        "تقرير عن الغارات الجوية المصرية في ليبيا، فبراير 2015",
    )
    parents = get(client, "collection", id=text["@id"], nav="parents")
    assert [one["@id"] for one in parents["member"]] == [edition["@id"]]


def test_one_edition_has_a_root_above_it() -> None:
    """Clients look for texts in collections of the root: the authors' validator does."""
    client = TestClient(Service(catalogue([EDITION])).app())
    (edition,) = get(client, "collection")["member"]
    (text,) = get(client, "collection", id=edition["@id"])["member"]
    assert (edition["@type"], text["@id"]) == ("Collection", "egyptian-airstrikes-2015")


def test_trees_are_described(client: TestClient) -> None:
    """The 'first listed in citationTrees is the default CitationTree and cannot have an identifier'."""
    trees = get(client, "collection", id="rihla")["citationTrees"]
    assert [tree.get("identifier") for tree in trees] == [None, "pages"]
    book = trees[0]["citeStructure"][1]
    assert (book["citeType"], [one["citeType"] for one in book["citeStructure"]]) == (
        "book",
        ["chapter", "colophon"],
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"down": 1}, "مقدمة 1 2"),
        ({"down": 2}, "مقدمة 1 1.1 1.2 2 2.1 2.خاتمة"),
        (
            {"down": -1},
            "مقدمة 1 1.1 1.1:1 1.1:2 1.1:ب1 1.1:ب2 1.1:3 1.2 1.2:1 2 2.1 2.1:1 2.1:2 2.خاتمة",
        ),
        ({"ref": "1", "down": 0}, "مقدمة 1 2"),
        ({"ref": "1.2", "down": 0}, "1.1 1.2"),
        ({"ref": "1", "down": 1}, "1 1.1 1.2"),
        ({"ref": "1.2", "down": -1}, "1.2 1.2:1"),
        ({"ref": "1.2:1", "down": 3}, "1.2:1"),
        ({"ref": "2", "down": 9}, "2 2.1 2.1:1 2.1:2 2.خاتمة"),
        ({"start": "1", "end": "2", "down": 1}, "1 1.1 1.2 2 2.1 2.خاتمة"),
        ({"start": "1.1:3", "end": "1.2", "down": -1}, "1.1:3 1.2 1.2:1"),
        ({"start": "1.1:3", "end": "1.2", "down": 1}, "1.1:3 1.2 1.2:1"),
        ({"start": "1.1", "end": "1.1", "down": -1}, "1.1 1.1:1 1.1:2 1.1:ب1 1.1:ب2 1.1:3"),
    ],
)
def test_down_ref_start_and_end(client: TestClient, query: dict, expected: str) -> None:
    """The table 'Usage of down, ref, start and end', in document order."""
    assert members(client, resource="rihla", **query) == expected.split()


def test_without_down_there_are_no_members(client: TestClient) -> None:
    """There is 'no member property in the Navigation object'."""
    one = get(client, "navigation", resource="rihla", ref="1.1")
    two = get(client, "navigation", resource="rihla", start="1", end="2")
    assert ("member" in one, "member" in two) == (False, False)
    assert (one["ref"]["parent"], one["ref"]["level"]) == ("1", 2)
    assert (two["start"]["identifier"], two["end"]["parent"]) == ("1", None)


def test_a_tree_that_is_not_the_default(client: TestClient) -> None:
    """Pages and their lines; the default tree has no name to be asked by."""
    assert members(client, resource="rihla", tree="pages", down=1) == ["ص ١", "ص ٢", "ص ٣"]
    assert members(client, resource="rihla", tree="pages", ref="ص ١", down=1) == [
        "ص ١", "ص ١/1", "ص ١/2", "ص ١/3",
    ]  # fmt: skip
    refused = client.get(
        "/dts/navigation", params={"resource": "rihla", "tree": "books", "down": 1}
    )
    assert refused.status_code == 404


def test_digits_of_either_script(client: TestClient) -> None:
    """٣ leads to 3, and the answer says which unit that is."""
    assert (
        get(client, "navigation", resource="egyptian-airstrikes-2015", ref="٣")["ref"]["identifier"]
        == "3"
    )


def test_cite_data(client: TestClient) -> None:
    """Dublin Core in dublinCore, other vocabularies in extensions with their context."""
    unit = get(client, "navigation", resource="rihla", ref="1")["ref"]
    assert unit["dublinCore"] == {"title": [{"lang": "ar", "value": "الكتاب الأول"}]}
    assert unit["extensions"] == {
        "@context": {"place": "http://example.org/place"},
        "place": [{"lang": "ar", "value": "سرت"}, {"lang": "ar", "value": "تونس"}],
    }


def test_a_resource_without_a_tree(client: TestClient, tmp_path: Path) -> None:
    """It 'will return an empty member array and must not return an HTTP error'."""
    plain = tmp_path / "plain.xml"
    plain.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>قال</p></body></text></TEI>',
        "utf-8",
    )
    own = TestClient(Service(catalogue([plain])).app())
    for query in ({}, {"ref": "1"}, {"down": -1}):
        assert members(own, resource="plain", **query) == []
    assert get(own, "collection", id="plain")["citationTrees"] == []


@pytest.mark.parametrize(
    ("endpoint", "query", "status"),
    [
        ("navigation", {}, 400),
        ("navigation", {"resource": "rihla"}, 400),
        ("navigation", {"resource": "rihla", "down": 0}, 400),
        ("navigation", {"resource": "rihla", "down": -2}, 400),
        ("navigation", {"resource": "rihla", "down": "x"}, 400),
        ("navigation", {"resource": "rihla", "down": "٢"}, 400),
        ("navigation", {"resource": "rihla", "ref": "1", "start": "1"}, 400),
        ("navigation", {"resource": "rihla", "ref": "1", "end": "1"}, 400),
        ("navigation", {"resource": "rihla", "start": "1"}, 400),
        ("navigation", {"resource": "rihla", "end": "1", "down": 1}, 400),
        ("navigation", {"resource": "rihla", "start": "1", "end": "2", "down": 0}, 400),
        ("navigation", {"resource": "rihla", "start": "2", "end": "1", "down": 1}, 400),
        ("navigation", {"resource": "none", "down": 1}, 404),
        ("navigation", {"resource": "rihla", "ref": "7"}, 404),
        ("navigation", {"resource": "rihla", "start": "1", "end": "7"}, 404),
        ("navigation", {"resource": "rihla", "tree": "none", "down": 1}, 404),
        ("navigation", {"resource": "rihla", "down": 1, "page": 2}, 404),
        ("navigation", {"resource": "rihla", "down": 1, "page": 0}, 400),
        ("collection", {"id": "none"}, 404),
        ("collection", {"nav": "up"}, 400),
        ("collection", {"page": 2}, 404),
        ("document", {}, 400),
        ("document", {"resource": "none"}, 404),
        ("document", {"resource": "rihla", "ref": "7"}, 404),
        ("document", {"resource": "rihla", "ref": "1", "start": "1", "end": "1"}, 400),
        ("document", {"resource": "rihla", "start": "1"}, 400),
        ("document", {"resource": "rihla", "ref": "1", "tree": "none"}, 404),
        ("document", {"resource": "rihla", "mediaType": "application/pdf"}, 404),
        ("document", {"resource": "rihla", "ref": "1" * 5000}, 400),
    ],
)
def test_what_is_refused(client: TestClient, endpoint: str, query: dict, status: int) -> None:
    """The errors that the specification names, with a reason and no path of the machine."""
    answer = client.get(f"/dts/{endpoint}", params=query)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert str(EDITION) not in answer.text


def test_nothing_can_be_written(client: TestClient) -> None:
    """Every method but GET and HEAD is refused."""
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert client.request(method, "/dts/document").status_code == 405
    assert client.head("/dts/").status_code == 200


def test_a_passage_stands_in_its_wrapper(client: TestClient) -> None:
    """The 'chunk of the document SHOULD be embedded in the wrapper element of the DTS Namespace'."""
    answer = client.get(
        "/dts/document", params={"resource": "rihla", "start": "1.1:1", "end": "1.1:2"}
    )
    root = etree.fromstring(answer.content)
    assert answer.headers["content-type"] == "application/tei+xml"
    assert answer.headers["link"].endswith('/dts/collection?id=rihla>; rel="collection"')
    assert root.tag == "{http://www.tei-c.org/ns/1.0}TEI"
    assert [child.get("n") or child.tag.rpartition("}")[2] for child in root.find(WRAPPER)] == [
        "p",
        "p",
    ]


def test_a_whole_text_is_the_file(client: TestClient) -> None:
    """Without ref the document is there with its header; tree 'MUST not have effects'."""
    whole = etree.fromstring(
        client.get("/dts/document", params={"resource": "rihla", "tree": "none"}).content
    )
    expected = etree.parse(DEEP).getroot()
    assert etree.tostring(whole, method="c14n2") == etree.tostring(expected, method="c14n2")


@pytest.mark.parametrize("tree", [None, "pages"])
def test_the_text_of_every_unit(client: TestClient, tree: str | None) -> None:
    """Every unit that navigation lists has its text, in every media type."""
    text = citable.read(DEEP)
    query = {"tree": tree} if tree else {}
    for reference in members(client, resource="rihla", down=-1, **query):
        expected = text.resolve(reference, tree or "books")
        asked = {"resource": "rihla", "ref": reference, **query}
        wrapper = etree.fromstring(client.get("/dts/document", params=asked).content).find(WRAPPER)
        assert (
            "".join(wrapper.itertext()).split()
            == "".join(etree.fromstring(f"<x>{expected.xml()}</x>").itertext()).split()
        )
        plain = client.get("/dts/document", params={**asked, "mediaType": "text/plain"})
        assert plain.text == expected.text() + "\n"
        page = client.get("/dts/document", params={**asked, "mediaType": "text/html"})
        assert '<html lang="ar" dir="rtl">' in page.text


def test_long_answers_come_in_pages(offered: Catalogue) -> None:
    """All pages together are all members; each leads to the next, the first and the last."""
    client = TestClient(Service(offered, page_size=4).app())
    expected = members(TestClient(Service(offered).app()), resource="rihla", down=-1)
    address: str | None = "/dts/navigation?resource=rihla&down=-1"
    found: list[str] = []
    while address:
        answer = client.get(address).json()
        found += [unit["identifier"] for unit in answer["member"]]
        assert answer["view"]["@type"] == "Pagination"
        address = answer["view"]["next"]
    assert (found, answer["view"]["@id"]) == (expected, answer["view"]["last"])
    assert len(client.get("/dts/collection", params={"page": 1}).json()["member"]) == 2


def test_an_answer_is_not_sent_twice(client: TestClient) -> None:
    """Who has it is told so; who takes gzip gets it so; both forms have the same content."""
    query = {"resource": "egyptian-airstrikes-2015", "ref": "8"}
    plain = client.get("/dts/document", params=query, headers={"accept-encoding": "identity"})
    packed = client.get("/dts/document", params=query, headers={"accept-encoding": "gzip"})
    assert (packed.headers["content-encoding"], packed.content) == ("gzip", plain.content)
    assert "accept-encoding" in plain.headers["vary"]
    for tag in (plain.headers["etag"], packed.headers["etag"]):
        again = client.get("/dts/document", params=query, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    """No answer is older than its text."""
    path = tmp_path / "rihla.xml"
    path.write_bytes(DEEP.read_bytes())
    client = TestClient(Service(catalogue([path])).app())
    before = client.get("/dts/document", params={"resource": "rihla", "ref": "2.1:1"})
    path.write_bytes(DEEP.read_bytes().replace("ثم عدنا".encode(), "ثم رجعنا".encode()))
    after = client.get("/dts/document", params={"resource": "rihla", "ref": "2.1:1"})
    assert ("ثم عدنا" in before.text, "ثم رجعنا" in after.text) == (True, True)
    path.write_text("<not xml", "utf-8")
    broken = client.get("/dts/document", params={"resource": "rihla", "ref": "1"})
    assert (broken.status_code, str(tmp_path) in broken.text) == (503, False)
    path.unlink()
    assert client.get("/dts/document", params={"resource": "rihla", "ref": "1"}).status_code == 404


def test_limits_of_size_and_time(offered: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would be too large or take too long is refused."""
    small = TestClient(Service(offered, limits=Limits(answer_bytes=1000)).app())
    assert small.get("/dts/document", params={"resource": "rihla"}).status_code == 400
    assert (
        small.get("/dts/document", params={"resource": "rihla", "ref": "2.1:1"}).status_code == 200
    )
    answered = threading.Event()
    finished: list[bool] = []
    monkeypatch.setattr("tahqiq.dts.server.document", lambda *_: finished.append(answered.wait(20)))
    slow = TestClient(Service(offered, limits=Limits(seconds=0.05)).app())
    assert slow.get("/dts/document", params={"resource": "rihla"}).status_code == 503
    assert finished == []
    answered.set()


def test_loopback_answers_to_its_own_names(offered: Catalogue) -> None:
    """A page of the web that has its name lead here is refused; nobody may ask from elsewhere."""
    client = TestClient(Service(offered, hosts=frozenset({"localhost", "127.0.0.1"})).app())
    assert client.get("/dts/", headers={"host": "evil.example"}).status_code == 400
    answer = client.get("/dts/", headers={"host": "localhost:8000"})
    assert (answer.status_code, "access-control-allow-origin" in answer.headers) == (200, False)


def test_the_store_keeps_within_its_bounds(offered: Catalogue) -> None:
    """However many answers are asked for, no more are kept than there is room for."""
    service = Service(offered, limits=Limits(kept_bytes=20_000))
    client = TestClient(service.app())
    for number in range(300):
        client.get("/dts/document", params={"resource": "rihla", "ref": "1", "x": number})
    assert 0 < service.store.size <= 20_000
    assert Store(0).get(("", ""), None) is None


# Where other implementations (measured in November 2026) do otherwise, this is why we do not.


def told(tmp_path: Path, declaration: str, body: str) -> TestClient:
    """Return a client of a text with a declaration and a body."""
    path = tmp_path / "text.xml"
    path.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><encodingDesc>'
        f"{declaration}</encodingDesc></teiHeader><text><body>{body}</body></text></TEI>",
        "utf-8",
    )
    return TestClient(Service(catalogue([path])).app())


TWO_KINDS = (
    '<refsDecl><citeStructure unit="chapter" match="//div" use="@n">'
    '<citeStructure unit="verse" match="l" use="position()" delim=".v"/>'
    '<citeStructure unit="paragraph" match="p" use="position()" delim="."/>'
    "</citeStructure></refsDecl>"
)


def test_units_of_two_kinds_are_in_document_order(tmp_path: Path) -> None:
    """'Members must be in document order': SCDH's transformations list them kind by kind."""
    client = told(tmp_path, TWO_KINDS, '<div n="1"><p>قال</p><l>قفا</l><p>ثم</p></div>')
    assert members(client, resource="text", ref="1", down=1) == ["1", "1.1", "1.v1", "1.2"]


def test_identifiers_are_unique(tmp_path: Path) -> None:
    """An identifier 'must be unique within a CitationTree': SCDH gives 1 for every position()."""
    client = told(tmp_path, TWO_KINDS, '<div n="1"><p>قال</p><p>ثم</p></div>')
    assert members(client, resource="text", ref="1", down=1) == ["1", "1.1", "1.2"]


def test_a_range_has_what_lies_between(client: TestClient) -> None:
    """'Used as the ending point for a range': dapytains keeps the ends alone across chapters."""
    asked = {"resource": "rihla", "start": "1.1:2", "end": "1.2:1", "mediaType": "text/plain"}
    text = client.get("/dts/document", params=asked).text
    assert "قفا نبك" in text
    assert "فلما قرأه بكى." in text
    assert "في المقام" in text


def test_a_milestone_has_its_text(client: TestClient) -> None:
    """The wrapper 'MUST contain the requested textual data': SCDH gives the empty pb alone."""
    asked = {"resource": "rihla", "tree": "pages", "ref": "ص ١"}
    wrapper = etree.fromstring(client.get("/dts/document", params=asked).content).find(WRAPPER)
    assert "".join(wrapper.itertext()).strip().startswith("خرجنا من سرت")


def test_a_delimiter_belongs_to_the_first_level_too(client: TestClient) -> None:
    """TEI: delim is 'a delimiting string preceding the structural component'; dapytains drops it."""
    assert members(client, resource="rihla", tree="pages", down=1)[0] == "ص ١"


# The tree of files.


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
    addresses = Files("", ["A", "a", "A"])
    assert (addresses.name("A"), addresses.name("a"), Files("", ["a", "A"]).name("A")) == (
        "A",
        "a",
        "~41",
    ) or (addresses.name("A"), addresses.name("a")) == ("A", "a")


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


# What strangers send.


@given(
    st.sampled_from(["navigation", "document", "collection"]),
    st.dictionaries(
        st.sampled_from(
            ["resource", "ref", "start", "end", "down", "tree", "page", "mediaType", "id", "nav"]
        ),
        st.one_of(
            st.sampled_from(
                [
                    "rihla",
                    "1",
                    "1.1",
                    "1.1:1",
                    "pages",
                    "-1",
                    "0",
                    "2",
                    "text/plain",
                    "../../etc/passwd",
                    "/etc/passwd",
                    "file:///etc/passwd",
                    "%00",
                    "٣",
                    "1-2",
                    "' or 1=1",
                ]
            ),
            st.text(max_size=30),
        ),
        max_size=5,
    ),
)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_reference_breaks_the_server(
    client: TestClient, endpoint: str, query: dict[str, str]
) -> None:
    """Whatever is asked is answered or refused, and nothing of the machine is told."""
    encoded = urlencode(query, errors="replace")
    answer = client.get(f"/dts/{endpoint}?{encoded}")
    assert answer.status_code in (200, 400, 404)
    assert not re.search(r"/work|/root|/home|Traceback|root:x:", answer.text)


def test_the_interface_is_as_it_is_described(offered: Catalogue, require_module) -> None:
    """Schemathesis makes requests of the OpenAPI document; status, type and form are as it says."""
    require_module("schemathesis")
    check_interface(offered, 12)


def check_interface(offered: Catalogue, examples: int) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import schemathesis
        from schemathesis.checks import not_a_server_error
        from schemathesis.specs.openapi.checks import (
            content_type_conformance,
            response_schema_conformance,
            status_code_conformance,
        )

        schema = schemathesis.openapi.from_asgi("/openapi.json", Service(offered).app())
        for operation in schema.get_all_operations():

            @given(case=operation.ok().as_strategy())
            @settings(max_examples=examples, deadline=None, database=None)
            def holds(case: schemathesis.Case) -> None:
                case.call_and_validate(
                    checks=[
                        not_a_server_error,
                        status_code_conformance,
                        content_type_conformance,
                        response_schema_conformance,
                    ]
                )

            holds()


def load(client: TestClient, count: int, seed: int = 1) -> None:
    """Send many requests, of which a tenth is malformed; fail at the first answer that is not one."""
    chance = random.Random(seed)
    references = [quote(one) for one in members(client, resource="rihla", down=-1)]
    for _ in range(count):
        reference = chance.choice(references)
        address = chance.choice(
            [
                f"/dts/document?resource=rihla&ref={reference}",
                f"/dts/navigation?resource=rihla&ref={reference}&down={chance.choice((-1, 0, 1, 2))}",
                f"/dts/document?resource=egyptian-airstrikes-2015&ref={chance.randrange(1, 13)}",
                "/dts/collection?id=rihla",
                f"/dts/document?resource=rihla&ref={reference}&x={chance.random()}",
            ]
        )
        if chance.random() < 0.1:
            place = chance.randrange(5, len(address))
            address = (
                address[:place]
                + chance.choice(["%", "%00", "%ff", "&&", "=", "../", "\\", "%2e%2e/"])
                + address[place:]
            )
        answer = client.get(address)
        assert answer.status_code in (200, 400, 404, 405), (address, answer.status_code)
        assert str(EDITION) not in answer.text


def test_many_requests_leave_no_trace(client: TestClient) -> None:
    """Two thousand, a tenth malformed: no failure, no path, and memory as it was."""
    psutil = pytest.importorskip("psutil")
    load(client, 500)
    gc.collect()
    before = psutil.Process().memory_info().rss
    load(client, 2000, seed=2)
    gc.collect()
    assert psutil.Process().memory_info().rss - before < 24 * 1024**2


# The commands.


def test_the_command_exports(tmp_path: Path) -> None:
    """A tree beside the address that it will have."""
    done = subprocess.run(
        [sys.executable, "-m", "tahqiq", "dts", "export", str(DEEP), "-o", str(tmp_path), "--base", "https://example.org/d", "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "index.jsonld" in json.loads(done.stdout)["files"]) == (0, True)
    assert (
        json.loads((tmp_path / "index.jsonld").read_bytes())["@id"]
        == "https://example.org/d/index.jsonld"
    )


def test_the_command_serves() -> None:
    """On loopback, until it is stopped; a port that is taken is an error of one line."""
    command = [sys.executable, "-m", "tahqiq", "serve", str(DEEP), "--port"]
    with subprocess.Popen([*command, "8397"], stderr=subprocess.PIPE) as server:
        try:
            answer = _asked("http://127.0.0.1:8397/dts/document?resource=rihla&ref=2.1:1")
            assert "ثم عدنا.".encode() in answer
            taken = subprocess.run(
                [*command, "8397"], capture_output=True, text=True, check=False, timeout=60
            )
            assert (taken.returncode, taken.stderr.splitlines()[-1]) == (
                2,
                "tahqiq: cannot listen at 127.0.0.1:8397; choose another --port",
            )
        finally:
            server.terminate()


def _asked(address: str) -> bytes:
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                content: bytes = answer.read()
                return gzip.decompress(content) if answer.headers["content-encoding"] else content
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")


def test_the_package_says_what_it_follows() -> None:
    """The version of the specification is named where a reader looks first."""
    assert "https://dtsapi.org/specifications/versions/v1.0/" in (dts.__doc__ or "")
