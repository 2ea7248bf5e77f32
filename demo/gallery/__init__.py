"""Comparisons that were prepared beforehand: to open at once, to share, as a page and as a film."""
