"""Rhythms that many styles share, sixteen steps to a bar of 4/4."""

from __future__ import annotations

FOUR_FLOOR = "X...X...X...X..."
QUARTERS = "x...x...x...x..."
BACKBEAT = "....X.......X..."
SOFT_BACKBEAT = "....x.......x..."
EIGHTHS = "x.x.x.x.x.x.x.x."
OFFBEATS = "..x...x...x...x."
SIXTEENTHS = "xxxxxxxxxxxxxxxx"
SILENT = "................"

ARPEGGIOS = ("0120012001200120", "0123210301232103", "0213021302130213", "0012012001201201")
