"""The site round the texts: its own pages, those to look at, and what machines read of it."""
