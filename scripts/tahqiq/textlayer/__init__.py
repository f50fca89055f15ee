"""The text layer of a PDF by Typst, rewritten so that programs read its lines in order.

In: an open PDF. Out: the same pages to the eye. ``chunks`` does the work; ``content_stream`` and
``text_objects`` take a page apart, ``glyphs`` and ``signs`` set right what a font's glyphs stand
for and where vowel signs are drawn, ``lines`` puts the pieces of a line in order.
"""
