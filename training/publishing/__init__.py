"""Folders as they are uploaded to the Hub: a model, a library, a Space; and the upload."""
