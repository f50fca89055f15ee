"""What a project chooses for its formats, each value judged: in ``edition.toml`` and beside it."""
