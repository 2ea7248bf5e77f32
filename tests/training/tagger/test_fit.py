"""The objective of one batch, from the network's own answers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn.functional import cosine_similarity, relu

from training.tagger.config import TaggerConfig
from training.tagger.corpus import TaggedCorpus
from training.tagger.fit import TaggerTrainer
from training.tagger.losses import tag_entropy
from training.tagger.tables import TaggedTrack
from viml_core.features.deepsim import WINDOW_FRAMES

CONFIG = TaggerConfig(width=0.125, steps=1, triplets=2, triplet_weight=0.7, track_weight=0.3)
GENRE, MOOD = 0, 1


@pytest.fixture
def corpus(tmp_path) -> TaggedCorpus:
    tags = ({"rock", "sad"}, {"rock", "calm"}, {"jazz", "sad"}, {"jazz", "calm"})
    stated = frozenset({"genres", "moods"})
    tracks, files = [], []
    for i, some in enumerate(tags):
        tracks.append(TaggedTrack(f"{i}", f"{i}", frozenset(some), stated))
        files.append(tmp_path / f"{i}.npy")
        frames = np.random.default_rng(i).random((WINDOW_FRAMES + 40, 128), np.float32)
        np.save(files[-1], frames.astype(np.float16))
    return TaggedCorpus(tuple(tracks), tuple(files))


def test_the_loss_is_tags_triplets_in_their_subspace_and_one_track(corpus):
    trainer = TaggerTrainer(corpus, CONFIG, torch.device("cpu"))
    torch.manual_seed(0)
    sound = torch.rand(8, WINDOW_FRAMES, 128)
    rows = np.array([0, 2, 0, 2, 1, 0, 3, 1])  # anchors, anchors again, positives, negatives
    with torch.no_grad():
        losses = trainer._losses(sound, rows, torch.tensor([GENRE, MOOD]))
        embedded = trainer.model(sound)
        anchor, again, positive, negative = embedded.chunk(4)

        def hinge(near: torch.Tensor, part: slice, i: int) -> torch.Tensor:
            to_near, to_far = (
                cosine_similarity(anchor[i, part], x[i, part], dim=0) for x in (near, negative)
            )
            return relu(CONFIG.margin + to_far - to_near)

        drawn = (hinge(positive, slice(0, 64), 0) + hinge(positive, slice(64, 128), 1)) / 2
        track = (hinge(again, slice(None), 0) + hinge(again, slice(None), 1)) / 2
        targets, stated = (torch.from_numpy(x[rows]) for x in (corpus.targets, corpus.stated))
        tags = tag_entropy(trainer.model.tag_logits(embedded), targets, stated)
    assert losses["triplets"].item() == pytest.approx(drawn.item(), abs=1e-6)
    assert losses["track"].item() == pytest.approx(track.item(), abs=1e-6)
    assert losses["tags"].item() == pytest.approx(tags.item(), abs=1e-6)
    assert drawn > 0 and track > 0 and not torch.isclose(drawn, track, atol=1e-4)
    assert losses["loss"].item() == pytest.approx(
        (tags + 0.7 * drawn + 0.3 * track).item(), abs=1e-6
    )


def test_a_step_hears_the_anchor_twice(corpus):
    trainer = TaggerTrainer(corpus, CONFIG, torch.device("cpu"))
    heard, window = [], corpus.window

    class Told(TaggedCorpus):
        def window(self, track, place):
            heard.append((track, place))
            return window(track, place)

    trainer.corpus = Told(corpus.tracks, corpus.spectra)
    trainer.step(0, learning_rate=1e-3)
    tracks, places = (np.array(x).reshape(4, CONFIG.triplets) for x in zip(*heard, strict=True))
    anchor, again, positive, negative = tracks
    assert (anchor == again).all() and (places[0] != places[1]).all()
    assert (anchor != positive).all() and (anchor != negative).all()
