"""What decides which epoch is the best: retrieval among the tracks of the validation rows."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from training.data.triplets import IndexArray, Ragged, Triplets
from training.evaluation.ranking import cosine_scores, rank_queries
from training.metrics import recall_at
from viml_core.models.retrieval import RetrievalModel
from viml_core.types import FloatArray

ROWS_AT_ONCE = 1024  # embedded at once: bounds memory, not results


@torch.inference_mode()
def recall_at_10(
    model: RetrievalModel, validation: Triplets, missing_text: Tensor | None = None
) -> float:
    """Share of the rows whose track is among the first 10 of all tracks of the rows.

    missing_text (D_t,): what stands for no words, of a model that is trained to be asked without
    them as well. It is then judged by the mean of both uses; by words alone, which soon find nearly
    everything, the epoch at which the pictures are best would be left to chance.
    """
    model.eval()
    tracks, positives = np.unique(validation.rows[:, 2], return_inverse=True)
    music = _embed_tracks(model, validation.music, tracks)
    found = []
    for said in (None,) if missing_text is None else (None, missing_text):
        query = _embed_queries(model, validation, said)
        found.append(recall_at(rank_queries(cosine_scores([(1.0, query, music)]), positives), 10))
    model.train()
    return float(np.mean(found))


def _embed_queries(model: RetrievalModel, validation: Triplets, said: Tensor | None) -> FloatArray:
    """(R, d): the rows' pictures with their own words, or all with the same."""
    where = next(model.parameters()).device
    rows = []
    for some in _parts(np.arange(len(validation.rows))):
        batch = validation.batch(some, model.config.window_segments)
        x_t = batch.x_t.to(where) if said is None else said.to(where).expand(len(some), -1)
        rows.append(model.embed_query(batch.x_v.to(where), batch.v_mask.to(where), x_t))
    return torch.cat(rows).cpu().numpy()


def _embed_tracks(model: RetrievalModel, music: Ragged, tracks: IndexArray) -> FloatArray:
    where = next(model.parameters()).device
    rows = []
    for some in _parts(tracks):
        x_m, mask = music.padded(some, model.config.window_segments)
        rows.append(model.embed_music(x_m.to(where), mask.to(where)))
    return torch.cat(rows).cpu().numpy()


def _parts(indices: IndexArray) -> list[IndexArray]:
    return [indices[i : i + ROWS_AT_ONCE] for i in range(0, len(indices), ROWS_AT_ONCE)]
