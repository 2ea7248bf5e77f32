"""A creator's music: catalogue, kept features, vector index, ingestion."""

from viml_core.library.embedding import MusicEmbedder
from viml_core.library.ingest import IngestReport
from viml_core.library.library import Hit, Library

__all__ = ["Hit", "IngestReport", "Library", "MusicEmbedder"]
