"""Triplets and the split, against what they promise."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from training.tagger.config import TaggerConfig
from training.tagger.corpus import TaggedCorpus, split_groups
from training.tagger.losses import tag_entropy, triplets
from training.tagger.sampling import TEMPO, TripletSampler
from training.tagger.tables import TaggedTrack
from viml_core.features.deepsim import DIMENSIONS, subspace_masks

CONFIG = TaggerConfig()
TAGS = {"genres": ("rock", "jazz"), "moods": ("sad", "happy", "calm"), "instruments": ("piano",)}


def corpus_of(*tracks: TaggedTrack) -> TaggedCorpus:
    return TaggedCorpus(tracks, ())


@st.composite
def corpora(draw) -> TaggedCorpus:
    tracks = []
    for i in range(draw(st.integers(2, 10))):
        tags = [draw(st.sets(st.sampled_from(names))) for names in TAGS.values()]
        stated = frozenset(c for c, some in zip(TAGS, tags, strict=True) if some)
        bpm = draw(st.none() | st.floats(60, 180))
        tracks.append(TaggedTrack(f"{i}", f"{i % 3}", frozenset().union(*tags), stated, bpm))
    return corpus_of(*tracks)


@given(corpus=corpora(), seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_triplets_are_what_they_say(corpus, seed):
    sampler = TripletSampler(corpus, CONFIG)
    if not sampler.dimensions:
        return
    drawn = sampler.draw(3 * len(sampler.dimensions), np.random.default_rng(seed))
    assert [t.dimension for t in drawn] == 3 * sampler.dimensions
    for t in drawn:
        anchor, positive, negative = (corpus.tracks[i] for i in t[1:])
        assert t.anchor != t.positive
        if t.dimension == TEMPO:
            near, far = (abs(np.log2(x.bpm / anchor.bpm)) for x in (positive, negative))
            assert near < CONFIG.same_tempo and far > CONFIG.other_tempo
            continue
        category = list(TAGS)[t.dimension]
        assert category in anchor.stated & positive.stated & negative.stated
        own = anchor.tags & set(TAGS[category])
        assert own & positive.tags and not own & negative.tags


def test_only_dimensions_that_tell_tracks_apart_are_used():
    def track(name, *tags, bpm=None):
        return TaggedTrack(name, name, frozenset(tags), frozenset({"genres", "moods"}), bpm)

    same_genre = [
        track(f"{i}", "rock", mood, bpm=99) for i, mood in enumerate(["sad", "sad", "calm"])
    ]
    found = TripletSampler(corpus_of(*same_genre), CONFIG).dimensions
    assert [DIMENSIONS[d] for d in found] == ["mood"]
    assert TripletSampler(corpus_of(*same_genre[:2]), CONFIG).dimensions == []


def test_what_is_not_stated_is_unknown():
    tracks = [
        TaggedTrack("a", "a", frozenset({"rock"}), frozenset({"genres"})),
        TaggedTrack("b", "b", frozenset({"sad", "piano"}), frozenset({"moods", "instruments"})),
    ]
    corpus = corpus_of(*tracks)
    assert corpus.stated.sum(axis=1).tolist() == [20, 28 + 41]
    assert corpus.targets.sum(axis=1).tolist() == [1, 2]
    assert not (corpus.targets.astype(bool) & ~corpus.stated).any()


@given(groups=st.lists(st.integers(0, 30), min_size=2), share=st.floats(0.01, 0.99))
def test_no_group_is_on_both_sides(groups, share):
    tracks = [
        TaggedTrack(f"{i}", f"artist {g}", frozenset(), frozenset()) for i, g in enumerate(groups)
    ]
    count = len(set(groups))
    if count < 2:
        return
    split = split_groups(tracks, share)
    assert sorted(split.train + split.held_out) == sorted(t.path for t in tracks)
    of = {t.path: t.group for t in tracks}
    train, held = ({of[path] for path in side} for side in (split.train, split.held_out))
    assert not train & held and train and held
    assert share * count <= len(held) + 1e-9 or len(held) == count - 1
    assert split_groups(tracks[::-1], share).held_out == split.held_out[::-1]


def test_the_triplet_loss_looks_only_at_its_subspace():
    masks = subspace_masks()
    anchor, positive, negative = torch.zeros(3, 1, 256)
    anchor[0, 0] = positive[0, 0] = negative[0, 1] = 1.0  # in the genre: same, and at right angles
    anchor[0, 64] = positive[0, 65] = negative[0, 64] = 1.0  # in the mood the other way round

    def loss(mask):
        return triplets(anchor, positive, negative, mask, margin=0.1).item()

    np.testing.assert_allclose(loss(masks[0]), 0.0, atol=1e-6)
    np.testing.assert_allclose(loss(masks[1]), 1.1, atol=1e-6)
    np.testing.assert_allclose(loss(torch.ones(256)), 0.1, atol=1e-6)  # both cosines are 1/2
    both = [x.expand(2, -1) for x in (anchor, positive, negative)]
    np.testing.assert_allclose(triplets(*both, masks[:2], 0.1).item(), 0.55, atol=1e-6)


def test_gradients_stay_in_the_subspace():
    torch.manual_seed(0)
    three = torch.rand(3, 1, 256, requires_grad=True)
    triplets(*three, subspace_masks()[2], margin=2.0).backward()
    moved = three.grad.abs().sum(dim=(0, 1)) > 0
    assert moved.nonzero().flatten().tolist() == list(range(128, 192))


def test_cross_entropy_counts_only_what_is_stated():
    logits = torch.tensor([[0.0, 20.0, -3.0], [0.0, 20.0, 5.0]])
    targets = torch.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    stated = torch.tensor([[True, False, False], [True, True, False]])
    loss = tag_entropy(logits, targets, stated).item()
    np.testing.assert_allclose(loss, 2 * np.log(2) / 3, atol=1e-6)
    assert tag_entropy(logits, targets, torch.zeros(2, 3, dtype=bool)).item() == 0.0
