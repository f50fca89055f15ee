"""Books that reflow: EPUB for readers, DOCX for word processors.

In: a resolved text. Out: one file of each, the same bytes for the same text.
"""
