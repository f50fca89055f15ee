"""tahqiq: archival digital editions of Arabic texts in TEI XML."""

__version__ = "0.1.0"
