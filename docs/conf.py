"""Sphinx: what the documentation is made of.

In: the pages beside this file, and what tahqiq.sphinx reads from the ODD, the fixtures of its
rules, the stylesheets and the command line. Out: docs/_build/html in English, and with
``-D language=ar docs docs/_build/html/ar`` in Arabic.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))

from tahqiq import __version__

project = "tahqiq"
author = "tahqiq maintainers"
version = release = __version__
extensions = ["sphinx.ext.autodoc", "sphinx.ext.doctest", "tahqiq.sphinx"]
exclude_patterns = ["_build", "_generated", "examples", "locale"]
language = "en"
html_theme = "furo"
html_title = f"tahqiq {__version__}"
html_copy_source = False
html_show_copyright = html_show_sphinx = False
html_static_path = []
smartquotes = False  # marks are part of what is quoted
nitpicky = True
nitpick_ignore_regex = [("py:.*", r".*")]  # types of other packages; no network to look them up
autodoc_member_order = "bysource"

# Arabic: docs/locale/ar/LC_MESSAGES/*.po, which Sphinx compiles by itself. A page is a catalogue;
# what is missing in one stands in English, and the page says so.
locale_dirs = ["locale"]
gettext_compact = False
gettext_uuid = False
translation_progress_classes = "untranslated"
tei_languages = {"en": "", "ar": "ar"}

tei_odd = "../schema/edition.odd"
tei_compiled = "../schema/edition.compiled.xml"
tei_schema = "../schema/edition.rng"
tei_rules = "../schema/edition.sch"
tei_fixtures = "../tests/schema/{kind}/{name}.xml"
tei_example_frame = "examples/frame.xml"
tei_example_base = "../edition/texts"
