"""Manifests: which items a data set has, where their media lie, and what became of the others."""
