"""The verb build: every text read and checked, each format made of it, only what has changed."""
