"""The picture encoder as a whole: what it sees, how it is fed, what it costs."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from tests.features.synth import plain, segment
from viml_core.errors import MediaError
from viml_core.features.efficientnet import load_efficientnet
from viml_core.features.picture import RANGES
from viml_core.features.text import TEXT_DIM, EmbeddedTextEncoder
from viml_core.features.visual import (
    DESCRIPTORS,
    PICTURE,
    SEMANTIC,
    EmbeddedVisualEncoder,
    class_names,
)
from viml_core.types import FrameArray, Segment


def still(picture: FrameArray, count: int = 3) -> Segment:
    return segment(np.repeat(picture[None], count, axis=0))


def test_layout() -> None:
    assert len(set(DESCRIPTORS)) == len(DESCRIPTORS) == len(RANGES) + 1
    columns = list(range(EmbeddedVisualEncoder.dim))
    assert len(columns[SEMANTIC]) == TEXT_DIM and len(columns[PICTURE]) == len(DESCRIPTORS)
    assert columns[SEMANTIC] + columns[PICTURE] == columns


@pytest.mark.parametrize(
    ("picture", "animal"),
    [("cheetah.jpg", "cheetah"), ("cheetah1.jpg", "cheetah"), ("lion.jpg", "lion")],
)
def test_what_was_seen_is_named(
    visual_encoder: EmbeddedVisualEncoder,
    photographs: dict[str, FrameArray],
    picture: str,
    animal: str,
) -> None:
    x_v, seen = visual_encoder.encode([still(photographs[picture])])
    assert seen[0] == animal
    assert x_v.shape == (1, visual_encoder.dim) and x_v.dtype == np.float32
    assert np.linalg.norm(x_v[0, SEMANTIC]) == pytest.approx(1, abs=1e-5)


def test_bf16_gives_the_features_of_fp32(
    visual_encoder: EmbeddedVisualEncoder,
    photographs: dict[str, FrameArray],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    segments = [still(picture, 1) for picture in photographs.values()]
    features = []
    for dtype in (torch.float32, torch.bfloat16):
        monkeypatch.setattr(visual_encoder, "_network", load_efficientnet(dtype=dtype))
        features.append(visual_encoder.encode(segments)[0])
    exact, half = (x_v / np.linalg.norm(x_v, axis=1, keepdims=True) for x_v in features)
    assert (exact * half).sum(axis=1).min() > 0.998


def test_families_stand_in_for_members_that_are_not_told_apart(
    visual_encoder: EmbeddedVisualEncoder,
) -> None:
    names = class_names()

    def seen(**shares: float) -> tuple[str, ...]:
        confidences = np.full(len(names), 1e-5, np.float32)
        for name, share in shares.items():
            confidences[names.index(name.replace("_", " "))] = share
        return visual_encoder._seen(confidences)

    assert seen(Ibizan_hound=0.2, Brittany_spaniel=0.15, stage=0.05) == ("dog",)
    assert seen(Ibizan_hound=0.5, Brittany_spaniel=0.15, stage=0.31) == ("Ibizan hound", "stage")
    assert seen(Ibizan_hound=0.1, stage=0.2) == ()
    for family, name in {
        "fish": "goldfish", "bird": "king penguin", "lizard": "agama", "snake": "sea snake",
        "spider": "tarantula", "cat": "tabby cat", "bear": "polar bear", "insect": "dragonfly",
        "butterfly": "monarch butterfly", "monkey": "macaque", "mushroom": "agaric mushroom",
    }.items():  # fmt: skip
        index = names.index(name)
        confidences = np.zeros(len(names), np.float32)
        confidences[[index, index + 1]] = 0.2  # its neighbour is of the same family
        assert visual_encoder._seen(confidences) == (family,)


def test_seen_covers_the_whole_clip_without_repeating(
    visual_encoder: EmbeddedVisualEncoder, photographs: dict[str, FrameArray]
) -> None:
    segments = [still(photographs[name]) for name in ("lion.jpg", "cheetah.jpg", "cheetah1.jpg")]
    _, seen = visual_encoder.encode(segments)
    assert {"lion", "cheetah"} <= set(seen) and len(set(seen)) == len(seen) <= 5


def test_pictures_rank_scenes_in_the_space_of_text(
    visual_encoder: EmbeddedVisualEncoder,
    text_encoder: EmbeddedTextEncoder,
    photographs: dict[str, FrameArray],
) -> None:
    scenes = ["a wild animal in the savanna", "city street at night", "people at a birthday party"]
    phrases = text_encoder.encode(scenes)
    for name in ("cheetah.jpg", "cheetah1.jpg", "lion.jpg"):
        x_v, _ = visual_encoder.encode([still(photographs[name], 1)])
        assert int((phrases @ x_v[0, SEMANTIC]).argmax()) == 0, name
    tower, _ = visual_encoder.encode([still(photographs["tower.jpg"], 1)])
    old, animal = text_encoder.encode(["an old church tower", "a wild animal in the savanna"])
    assert tower[0, SEMANTIC] @ old > tower[0, SEMANTIC] @ animal


def test_segments_are_taken_one_by_one_and_do_not_touch_each_other(
    visual_encoder: EmbeddedVisualEncoder, photographs: dict[str, FrameArray]
) -> None:
    alive: list[int] = []

    def lazily() -> Iterator[Segment]:
        for index, picture in enumerate(photographs.values()):
            alive.append(index)
            yield still(picture)

    together, _ = visual_encoder.encode(lazily())
    assert alive == list(range(len(photographs)))
    for row, picture in zip(together, photographs.values(), strict=True):
        alone, _ = visual_encoder.encode([still(picture)])
        np.testing.assert_allclose(alone[0], row, atol=1e-5)


def test_one_black_picture_is_dark_and_finite(visual_encoder: EmbeddedVisualEncoder) -> None:
    x_v, seen = visual_encoder.encode([segment(plain((0, 0, 0), 1))])
    assert np.isfinite(x_v).all()
    assert x_v[0, PICTURE][DESCRIPTORS.index("dark_share")] > 0.9
    assert len(seen) <= 1


def test_read_only_pictures_will_do(visual_encoder: EmbeddedVisualEncoder) -> None:
    frames = plain((90, 120, 60), 2)
    frames.flags.writeable = False
    x_v, _ = visual_encoder.encode([segment(frames)])
    assert np.isfinite(x_v).all()


def test_a_clip_without_pictures_is_refused(visual_encoder: EmbeddedVisualEncoder) -> None:
    with pytest.raises(MediaError, match="no picture"):
        visual_encoder.encode([])


def test_the_fast_precision_gives_the_same_features(
    visual_encoder: EmbeddedVisualEncoder,
    photographs: dict[str, FrameArray],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fast, _ = visual_encoder.encode([still(picture, 1) for picture in photographs.values()])
    monkeypatch.setattr(visual_encoder, "_network", load_efficientnet(dtype=torch.float32))
    exact, _ = visual_encoder.encode([still(picture, 1) for picture in photographs.values()])
    cosines = (fast[:, SEMANTIC] * exact[:, SEMANTIC]).sum(axis=1)
    assert cosines.min() > 0.998
    np.testing.assert_allclose(fast[:, PICTURE], exact[:, PICTURE], atol=0.02)


@pytest.mark.slow
def test_everything_beside_the_network_costs_little(
    visual_encoder: EmbeddedVisualEncoder, photographs: dict[str, FrameArray]
) -> None:
    clip = [segment(np.repeat(np.stack(list(photographs.values())), 15, axis=0))]
    network = load_efficientnet()

    def bare() -> None:
        with torch.inference_mode():
            for batch in torch.from_numpy(clip[0].frames).split(8):
                network(batch)

    def cost_s(job: object) -> float:
        runs = []
        for _ in range(5):
            start_s = time.process_time()
            job()  # type: ignore[operator]
            runs.append(time.process_time() - start_s)
        return min(runs)

    assert cost_s(lambda: visual_encoder.encode(clip)) < 1.10 * cost_s(bare)
