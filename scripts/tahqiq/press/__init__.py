"""The press: texts in every format as the stylesheets make them, and what was made of what."""
