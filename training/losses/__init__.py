"""What models are trained on: losses, text dropout, and their gradients in little memory."""

from training.losses.chunks import backward_in_chunks
from training.losses.contrastive import info_nce, siglip
from training.losses.objective import Objective
from training.losses.text import drop_text
from training.losses.triplet import hardest_triplets, structure

__all__ = [
    "Objective",
    "backward_in_chunks",
    "drop_text",
    "hardest_triplets",
    "info_nce",
    "siglip",
    "structure",
]
