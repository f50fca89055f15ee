"""How an edition is cited: what may be cited, its forms, and the records that deposits want."""
