"""Texts served by DTS, for tests. In: the report, a deep text, and one with patterns. Out: answers."""

import random
from pathlib import Path
from urllib.parse import quote

from starlette.testclient import TestClient

from editions import TEXT
from tahqiq.dts.catalogue import catalogue
from tahqiq.dts.server import Service

DEEP = Path(__file__).parent / "citable/deep.xml"
PATTERNS = Path(__file__).parent / "citable/valid/TQ409-unusable-pattern.xml"
EDITION = TEXT.parent.parent
WRAPPER = "{https://w3id.org/api/dts#}wrapper"


def get(client: TestClient, endpoint: str, **query: object) -> dict:
    answer = client.get(f"/dts/{endpoint}", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/ld+json"
    return answer.json()


def members(client: TestClient, **query: object) -> list[str]:
    return [unit["identifier"] for unit in get(client, "navigation", **query)["member"]]


def told(tmp_path: Path, declaration: str, body: str) -> TestClient:
    """Return a client of a text with a declaration and a body."""
    path = tmp_path / "text.xml"
    path.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><encodingDesc>'
        f"{declaration}</encodingDesc></teiHeader><text><body>{body}</body></text></TEI>",
        "utf-8",
    )
    return TestClient(Service(catalogue([path])).app())


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
