"""The text layer of a PDF by Typst, rewritten so that programs read its lines in order.

In: an open PDF. Out: the same pages to the eye, but for rivers. ``chunks`` does the work;
``page_objects`` and ``content_stream`` take a page apart, ``arrays`` what it shows, ``plain_lines``
is the short way for most of it; ``glyphs`` sets right what a font's glyphs stand for, ``signs`` and
``outlines`` where vowel signs stand and how they are drawn; ``lines`` puts the pieces of a line in
order. On the way ``type_area`` looks over the ``rows`` of each page, and ``rivers`` mends them.
"""
