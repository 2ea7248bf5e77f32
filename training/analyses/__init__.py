"""The analyses of MVPt: what retrieval follows, and how its music space lies."""
