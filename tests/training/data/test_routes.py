"""Texts of known tracks by the three routes: of their tags, kept, and honest about the model."""

from __future__ import annotations

import json

import numpy as np
import pytest

from training.data.analogies import NAME, Substitution, annotated
from training.data.music import LabelledMusic
from training.data.routes import THRESHOLD, with_texts, write_texts
from training.data.scenes import read_scenes
from training.synthesis.items import TaggedItem
from training.synthesis.labels import Labels
from training.synthesis.prompt import analogy_prompt
from training.synthesis.prompt2text import PromptConfig
from viml_core.features.music import MUSIC_LAYOUT, TAGS

EXAMPLES = annotated(read_scenes())


def stated(name: str, *words: str) -> LabelledMusic:
    labels = Labels(words[:1], words[1:2], words[2:], energy=0.5)
    return LabelledMusic(np.zeros((1, MUSIC_LAYOUT.dim), np.float32), labels, name)


@pytest.fixture
def known():
    heard = np.zeros((2, MUSIC_LAYOUT.dim), np.float32)
    heard[:, MUSIC_LAYOUT.tags][:, TAGS.index("jazz")] = np.sqrt(THRESHOLD + 0.1)
    heard[:, MUSIC_LAYOUT.tags][:, TAGS.index("piano")] = np.sqrt(THRESHOLD - 0.1)
    real = LabelledMusic(heard, Labels(("jazz",)), "real")
    return [stated("own", "folk", "happy", "fiddle"), real]


def test_each_route_writes_of_the_track_and_nothing_twice(known, tmp_path):
    files = write_texts(known, EXAMPLES, tmp_path)
    own, real = with_texts(known, files)
    assert len(own.texts) == 3 and len(real.texts) >= 2
    assert {"folk", "happy", "fiddle"} == set(own.texts[0].split(", "))
    assert all("jazz" in text.lower() for text in real.texts)
    assert not any("piano" in text for text in real.texts)  # hardly heard
    before = [path.read_bytes() for path in files]
    write_texts(known, EXAMPLES, tmp_path)
    assert [path.read_bytes() for path in files] == before
    models = {json.loads(line)["settings"].get("model") for line in before[2].splitlines()}
    assert models == {NAME}


def test_texts_of_other_settings_are_made_again(known, tmp_path):
    *_, prompted = write_texts(known, EXAMPLES, tmp_path)
    write_texts(known, EXAMPLES[:-1], tmp_path)
    settings = [json.loads(line)["settings"] for line in prompted.read_text().splitlines()]
    assert {row["annotated"] for row in settings} == {len(EXAMPLES) - 1}


def complete(examples: list[TaggedItem], item: TaggedItem) -> str:
    return Substitution().complete(analogy_prompt(examples, item), 0, PromptConfig()).text


def tagged(text: str | None = None, **tags: str) -> TaggedItem:
    found = {
        category: dict.fromkeys(filter(None, tags.get(category, "").split(",")), 1.0)
        for category in ("genres", "moods", "instruments")
    }
    return TaggedItem("x", **found, text=text)


def test_the_tags_change_places():
    example = tagged("A sad blues with guitar", genres="blues", moods="sad", instruments="guitar")
    item = tagged(genres="folk", moods="happy", instruments="fiddle")
    assert complete([example], item) == "A happy folk with fiddle"


def test_a_tag_with_nothing_in_its_place_spoils_the_example():
    example = tagged("A sad blues with guitar", genres="blues", moods="sad", instruments="guitar")
    assert complete([example], tagged(genres="folk", moods="happy")) == ""


def test_the_most_similar_example_is_taken():
    near = tagged("sad folk", genres="folk", moods="sad")
    far = tagged("guitar and drums", instruments="guitar,drums")
    item = tagged(genres="folk", moods="happy", instruments="fiddle,flute")
    assert complete([far, near, far], item) == "happy folk"
