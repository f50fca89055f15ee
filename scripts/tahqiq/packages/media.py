"""Media types by the endings of names. In: nothing. Out: those that Python itself knows.

``mimetypes.types_map`` is another once anybody in the process has asked ``mimetypes`` a question:
then it holds what the system's own files say, and a package was not the same everywhere.
"""

import mimetypes
from collections.abc import Mapping

KNOWN: Mapping[str, str] = mimetypes.MimeTypes().types_map[True]
