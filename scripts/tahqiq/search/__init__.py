"""The words of a project as an index that a page searches without a server."""
