"""The measures on texts counted by hand, and on the examples that the paper prints."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.synthesis.examples import items, write_items
from training.synthesis.comparison import compare, distinct, mentions, says, words_of
from training.synthesis.report import as_markdown, compare_files
from viml_core.errors import InputError

# The papers' texts may not be copied; they lie beside a checkout, or where VIML_SEEDS says.
SEEDS = Path(os.environ.get("VIML_SEEDS") or Path(__file__).parents[4] / "shared" / "seeds")
ROUTES = ("tags", "data2text", "prompt2text")
DIRECTIONS = {
    "A happy rock song with loud guitars.": 0.0,
    "Club beats over a deep synth bass.": 0.0,
}


def encode(texts):
    """Angles instead of an encoder: people's texts at 0, others by the number of their words."""
    angles = np.array([DIRECTIONS.get(text, 0.1 * len(text.split())) for text in texts])
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_every_measure_of_two_texts_counted_by_hand():
    first, second = (item.above(0.3) for item in items()[:2])
    routes = {
        "long": {"a": "Rock pop rock, sad guitars!", "b": "electronic synth bass and a synth bass"},
        "short": {"a": "electric guitar"},
    }
    found = compare([first, second], routes, {"short": {"b"}}, encode)
    long, short, human = (found.routes[name] for name in ("long", "short", "human"))
    # a: rock, pop of rock, pop, happy, electric guitar, drumset; b: both of its tags.
    assert long.tag_recall == pytest.approx(4 / 7)
    # rock, pop, rock | sad, guitar not given | electronic, synth bass, synth bass
    assert long.tag_precision == pytest.approx(6 / 8)
    assert long.tags_not_given == pytest.approx(2 / 2)
    # rock pop sad guitar electronic synth bass and a of 12 words; 9 pairs differ of 4 + 6
    assert long.distinct_1 == pytest.approx(9 / 12)
    assert long.distinct_2 == pytest.approx(9 / 10)
    assert (long.words, long.characters) == ((5 + 7) / 2, (27 + 38) / 2)
    assert long.distance == pytest.approx(1 - (np.cos(0.5) + np.cos(0.7)) / 2, abs=1e-6)
    assert (long.texts, long.failed, long.missing) == (2, 0, 0)
    assert (short.texts, short.failed, short.missing) == (1, 1, 0)
    assert short.tag_recall == pytest.approx(1 / 5)
    assert human.distance is None
    assert human.tag_recall == pytest.approx(3 / 7)  # happy, rock, synth bass; guitars alone is not
    (pair,) = found.nearer
    assert (pair.first, pair.second, pair.items, pair.first_is_nearer) == ("long", "short", 1, 0)


def test_a_missing_text_is_counted_as_missing():
    found = compare(items()[:2], {"x": {"a": "rock", "unknown": "pop"}}, {}, encode)
    assert (found.routes["x"].texts, found.routes["x"].missing) == (1, 1)
    assert found.routes["x"].tag_precision == 1.0
    with pytest.raises(InputError, match="x has no text of any of the items"):
        compare(items()[:2], {"x": {"unknown": "pop"}}, {}, encode)


def test_the_longer_tag_is_mentioned():
    tags = {words_of(tag) for tag in ("vocals", "male vocals", "guitar", "electric guitar")}
    said = words_of("Male vocals over ELECTRIC guitars; vocal guitar")
    assert [" ".join(tag) for tag in mentions(said, tags)] == [
        "male vocal",
        "electric guitar",
        "vocal",
        "guitar",
    ]
    both = {words_of(tag) for tag in ("acoustic", "acoustic guitar")}
    assert mentions(words_of("acoustic guitar"), both) == [words_of("acoustic guitar")]
    assert says(said, words_of("vocals"))
    assert not says(words_of("bluesy"), words_of("blues"))


@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=6).map(tuple), max_size=5))
def test_distinct_is_a_share_that_repeating_lowers(texts):
    for n in (1, 2):
        once = distinct(texts, n)
        assert 0 <= once <= 1
        assert distinct([*texts, *texts], n) == pytest.approx(once / 2)


def test_distinct_of_known_texts():
    assert distinct([("a", "b", "a"), ("a", "b")], 1) == 2 / 5
    assert distinct([("a", "b", "a"), ("a", "b")], 2) == 2 / 3
    assert distinct([("a",)], 2) == 0.0


def test_markdown_has_a_row_of_each_file_and_the_pairs(tmp_path):
    annotated = write_items(tmp_path / "items.jsonl")
    for name in ("x", "y"):
        rows = [{"id": "a", "route": name, "text": f"{name} rock"}]
        rows.append({"id": "b", "route": name, "error": "no luck"})
        write_items(tmp_path / f"{name}.jsonl", rows)
    table = as_markdown(compare_files(annotated, [tmp_path / "x.jsonl", tmp_path / "y.jsonl"]))
    assert "| x | 1 (1 failed, 1 missing) | 20.0% | 100.0% | 0.00 |" in table
    assert re.search(r"- x is nearer to the human text than y in [01] of 1\.", table)
    with pytest.raises(InputError, match="the name of another column"):
        compare_files(annotated, [tmp_path / "x.jsonl", tmp_path / "x.jsonl"])


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The comparison of the eighteen examples that ViML's supplement prints."""
    path = next(SEEDS.glob("000_*.txt"), None)
    if path is None:
        pytest.skip(f"{SEEDS} does not have the papers' texts: set VIML_SEEDS to their folder")
    page = path.read_text(encoding="utf-8")
    kinds = {
        kind: re.findall(rf"(?<![A-Z0-9]){kind.upper()}: (.*?)(?:</p>|\n)", page)
        for kind in (*ROUTES, "human")
    }
    assert {len(texts) for texts in kinds.values()} == {18}
    folder = tmp_path_factory.mktemp("printed")
    rows = [
        {  # the category of a tag does not matter to any measure
            "id": str(i),
            "genres": dict.fromkeys(tags.split(", "), 1.0),
            "moods": {},
            "instruments": {},
            "text": kinds["human"][i],
        }
        for i, tags in enumerate(kinds["tags"])
    ]
    annotated = write_items(folder / "items.jsonl", rows)
    for route in ROUTES:
        texts = [{"id": str(i), "route": route, "text": t} for i, t in enumerate(kinds[route])]
        write_items(folder / f"{route}.jsonl", texts)
    found = compare_files(annotated, [folder / f"{route}.jsonl" for route in ROUTES])
    print(as_markdown(found), json.dumps(found.as_dict()))
    return found


@pytest.mark.parametrize(
    ("route", "words", "characters"),
    [("tags", 15.4, 122), ("data2text", 21.7, 143), ("prompt2text", 16.0, 86)],
)
def test_the_printed_examples_have_their_lengths(printed, route, words, characters):
    assert round(printed.routes[route].words, 1) == words
    assert printed.routes[route].characters == pytest.approx(characters, abs=0.51)


def test_the_printed_examples_keep_their_tags(printed):
    kept = {route: round(100 * printed.routes[route].tag_recall) for route in ROUTES}
    assert kept == {"tags": 100, "data2text": 77, "prompt2text": 26}


def test_the_printed_prompt2text_is_nearer_to_people(printed):
    pairs = {(pair.second, pair.first): pair for pair in printed.nearer}
    pair = pairs["prompt2text", "data2text"]
    assert (pair.items - pair.first_is_nearer, pair.items) == (13, 18)
    assert printed.routes["prompt2text"].distance < printed.routes["data2text"].distance
    assert printed.routes["prompt2text"].distinct_2 > printed.routes["data2text"].distinct_2
