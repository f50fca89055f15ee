"""The namespaces of METS as E-ARK extends it; whoever reads METS need not load what writes it.

In: nothing. Out: their names.
"""

METS = "http://www.loc.gov/METS/"
XLINK = "http://www.w3.org/1999/xlink"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
SIP = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
