"""Plain-text editions: reading, diplomatic, Markdown and OpenITI mARkdown.

In: a resolved text. Out: each form, wrapped (``wrapping``), with the file that leads its lines back
to the TEI beside it (``concordance``).
"""
