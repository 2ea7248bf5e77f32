"""What decides which epoch is the best: retrieval among the tracks of the validation rows."""

from __future__ import annotations

import numpy as np
import torch

from training.data.triplets import IndexArray, Ragged, Triplets
from training.metrics import ranks, recall_at
from viml_core.models.retrieval import RetrievalModel

ROWS_AT_ONCE = 1024  # embedded at once: bounds memory, not results


@torch.inference_mode()
def recall_at_10(model: RetrievalModel, validation: Triplets) -> float:
    """Share of the rows whose track is among the first 10 of all tracks of the rows."""
    model.eval()
    where = next(model.parameters()).device
    longest = model.config.window_segments
    queries = []
    for some in _parts(np.arange(len(validation.rows))):
        batch = validation.batch(some, longest)
        queries.append(
            model.embed_query(batch.x_v.to(where), batch.v_mask.to(where), batch.x_t.to(where))
        )
    tracks, positives = np.unique(validation.rows[:, 2], return_inverse=True)
    music = _embed_tracks(model, validation.music, tracks)
    scores = torch.cat(queries) @ music.T
    model.train()
    return recall_at(ranks(scores.cpu().numpy(), positives), 10)


def _embed_tracks(model: RetrievalModel, music: Ragged, tracks: IndexArray) -> torch.Tensor:
    where = next(model.parameters()).device
    rows = []
    for some in _parts(tracks):
        x_m, mask = music.padded(some, model.config.window_segments)
        rows.append(model.embed_music(x_m.to(where), mask.to(where)))
    return torch.cat(rows)


def _parts(indices: IndexArray) -> list[IndexArray]:
    return [indices[i : i + ROWS_AT_ONCE] for i in range(0, len(indices), ROWS_AT_ONCE)]
