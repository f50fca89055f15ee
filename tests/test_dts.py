"""Distributed Text Services 1.0: the protocol, as the server answers it.

Sentences in quotation marks are those of https://dtsapi.org/specifications/versions/v1.0/.
"""

from pathlib import Path

import pytest
from lxml import etree
from starlette.testclient import TestClient

from served import DEEP, EDITION, WRAPPER, get, members
from tahqiq import citable, dts
from tahqiq.dts.catalogue import catalogue
from tahqiq.dts.server import Service


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
    asked = client.options("/dts/document")
    assert (asked.status_code, set(asked.headers["allow"].split(", "))) == (204, {"GET", "HEAD"})
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


def test_the_package_says_what_it_follows() -> None:
    """The version of the specification is named where a reader looks first."""
    assert "https://dtsapi.org/specifications/versions/v1.0/" in (dts.__doc__ or "")
