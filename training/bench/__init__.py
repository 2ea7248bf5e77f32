"""Benchmarks: ratios from one run, since absolute times belong to a machine."""
