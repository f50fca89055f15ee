"""Printed books: how a project prints, pages set by Typst, an archive's PDF made of them.

In: resolved texts and the table ``[print]`` of a project. Out: PDF files: a text's own (``pdf``),
and volumes of several (``volumes``).
"""
