"""What InvenioRDM makes of drafts of records: run in an environment of its own, for it is large.

In: files of drafts. Out: on standard output, for each file the metadata as InvenioRDM keeps them, and
what stands against their publication. No server is needed: whether a word is of a vocabulary is not
asked here.
"""

import json
import sys
from pathlib import Path
from typing import Any

from flask import Flask
from invenio_i18n import InvenioI18N
from invenio_rdm_records import config
from invenio_rdm_records.services.schemas import MetadataSchema
from marshmallow import ValidationError
from marshmallow_utils.html import ALLOWED_HTML_ATTRS, ALLOWED_HTML_TAGS


def said(metadata: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of metadata, and what is wrong with them."""
    schema = MetadataSchema()
    try:
        return {"kept": schema.dump(schema.load(metadata)), "errors": {}}
    except ValidationError as error:
        return {"kept": {}, "errors": error.messages}


def main() -> None:
    """Print what it says of each file, as JSON."""
    app = Flask("says")
    app.config.from_object(config)
    app.config.update(ALLOWED_HTML_TAGS=ALLOWED_HTML_TAGS, ALLOWED_HTML_ATTRS=ALLOWED_HTML_ATTRS)
    InvenioI18N(app)
    with app.test_request_context():
        told = {
            name: said(json.loads(Path(name).read_text("utf-8"))["metadata"])
            for name in sys.argv[1:]
        }
    json.dump(told, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
