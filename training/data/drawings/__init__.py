"""Drawings that move: our own, small and stylised, for the real encoder to look at."""

from training.data.drawings.indoors import INDOORS
from training.data.drawings.outdoors import OUTDOORS
from training.data.drawings.places import PLACES

PAINTERS = OUTDOORS | PLACES | INDOORS

__all__ = ["PAINTERS"]
