"""MusicCaps: places become scenes, words about the recording go, a wrong file is a sentence."""

from __future__ import annotations

import csv

import pytest

from training.data.musiccaps import parse_caption, place_of, read_captions
from viml_core.errors import InputError

PIRATES = (
    "The low quality recording features a shanty. An accordion leads a rowdy choir. "
    "This song may be playing in a pirate movie."
)
ASPECTS = ["low quality", "noisy", "accordion", "sea shanty", "Energetic", "no percussion", "fun"]


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("This song may be playing in a pirate movie.", "pirate movie"),
        ("This piece could be playing in the background at a coffee shop.", "coffee shop"),
        ("It could also be used in the soundtrack of a crime video game.", "crime video game"),
        ("The ideal setting for this piece can be a latin dance course.", "latin dance course"),
        ("This song can be played in a movie scene at a harbour.", "movie scene at a harbour"),
        ("This song may be playing live at a folk festival.", "folk festival"),
        ("Trumpets can be heard playing short melodies.", None),
        ("This recording could be sampled for use in beat-making.", None),
        ("A male voice sings in the midrange.", None),
        ("The piano plays in a minor key.", None),
    ],
)
def test_a_place_is_found_where_one_is_named(sentence, place):
    assert place_of(sentence) == place


def test_a_caption_is_sorted_into_music_places_and_recording():
    caption = parse_caption(PIRATES, ASPECTS)
    assert caption.text == "An accordion leads a rowdy choir."
    assert caption.aspects == ("accordion", "sea shanty", "energetic", "fun")
    assert caption.places == ("pirate movie",)
    assert caption.moods == ("energetic", "fun")
    (scene,) = caption.scenes()
    assert (scene.seen, scene.request) == ("pirate", "music for pirate movie")
    assert (scene.music, scene.moods) == (("accordion", "sea shanty"), ("energetic", "fun"))
    assert scene.misfit == () and scene.light is None
    assert scene.energy > 0.8


def test_energy_follows_the_words_and_may_be_unknown():
    energy = {
        word: parse_caption("A song.", [word, "piano"]).energy
        for word in ("calming", "uptempo", "odd")
    }
    assert energy["calming"] < 0.3 < 0.7 < energy["uptempo"]
    assert energy["odd"] is None


def write(path, rows):
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["caption", "aspect_list"])
        writer.writeheader()
        writer.writerows({"caption": text, "aspect_list": aspects} for text, aspects in rows)
    return path


def test_the_file_is_read_and_what_says_nothing_left_out(tmp_path):
    rows = [(PIRATES, repr(ASPECTS)), ("The recording is noisy.", "['noisy', 'mono']")]
    (caption,) = read_captions(write(tmp_path / "captions.csv", rows))
    assert caption.places == ("pirate movie",)


@pytest.mark.parametrize(
    ("rows", "message"),
    [([("A song.", "piano, rock")], "Row 1"), ([], "no captions")],
)
def test_another_file_is_refused_in_a_sentence(tmp_path, rows, message):
    with pytest.raises(InputError, match=message):
        read_captions(write(tmp_path / "captions.csv", rows))
