"""A small corpus whose answer is known, for tests of training."""

from __future__ import annotations

import numpy as np

from tests.toy import DIMS, toy_config
from training.data.triplets import Ragged, Triplets


def toy_triplets(tracks: int = 64, seed: int = 0, longest: int = 3) -> Triplets:
    """What the picture shows and what the words say are two random views of the track.

    The views are the same for every seed, so that another seed is a fair validation set.
    """
    views = np.random.default_rng(1)
    rng = np.random.default_rng([seed, 2])
    latent = rng.standard_normal((tracks, 4))

    def view(dim: int):
        seen = latent @ views.standard_normal((4, dim))
        return (seen + 0.05 * rng.standard_normal(seen.shape)).astype(np.float32)

    def sequences(x):
        return Ragged.of([row[None].repeat(1 + i % longest, axis=0) for i, row in enumerate(x)])

    return Triplets(
        preset="toy",
        encoders=toy_config().encoders,
        video=sequences(view(DIMS["visual_dim"])),
        text=view(DIMS["text_dim"]),
        music=sequences(view(DIMS["music_dim"])),
        empty=np.zeros(DIMS["text_dim"], np.float32),
        rows=np.arange(tracks)[:, None].repeat(3, axis=1),
    )
