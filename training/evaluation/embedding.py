"""Embeddings of a split: what every protocol ranks with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from training.data.triplets import Triplets
from training.loop import check_features
from viml_core.models.retrieval import RetrievalModel
from viml_core.types import FloatArray

BATCH_ROWS = 256  # bounds memory, not results


@dataclass(frozen=True)
class Embedded:
    """Q queries and their tracks in the space of one model: (Q, d) each, unit rows."""

    query: FloatArray
    music: FloatArray


@torch.inference_mode()
def embed(model: RetrievalModel, triplets: Triplets) -> Embedded:
    """All rows of `triplets`, long items by their middle as at serving.

    Raises:
        InputError: the features are not those that the model was trained on.
    """
    check_features(model, triplets)
    model.eval()
    device = next(model.parameters()).device
    queries, tracks = [], []
    for first in range(0, len(triplets.rows), BATCH_ROWS):
        picked = np.arange(first, min(first + BATCH_ROWS, len(triplets.rows)))
        batch = triplets.batch(picked, model.config.window_segments)
        x_v, x_t, x_m = (x.to(device) for x in (batch.x_v, batch.x_t, batch.x_m))
        queries.append(model.embed_query(x_v, batch.v_mask.to(device), x_t).cpu())
        tracks.append(model.embed_music(x_m, batch.m_mask.to(device)).cpu())
    return Embedded(torch.cat(queries).numpy(), torch.cat(tracks).numpy())
