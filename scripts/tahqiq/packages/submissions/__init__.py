"""E-ARK submission packages: METS and PREMIS, what they refer to, and how they are judged."""
