"""Base features of a manifest's items: planned, made in shards by workers, assembled."""
