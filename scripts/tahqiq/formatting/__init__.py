"""XML files laid out by one rule, without a change to what they say.

In: the bytes of an XML file. Out: the same document in UTF-8 with LF, each child of a container on
a line of its own, indented by two spaces. Text, mixed content, comments, processing instructions,
entity references, CDATA sections, quotes and the order of attributes stay as they are: the work is
done on the source text, not on a tree. ``classes`` lists which element is laid out how.
"""

from tahqiq.formatting.layout import formatted, laid_out
from tahqiq.formatting.run import Formatted, format_paths

__all__ = ["Formatted", "format_paths", "formatted", "laid_out"]
