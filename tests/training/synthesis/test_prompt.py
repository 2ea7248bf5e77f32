"""The prompt is the paper's to the letter; what may not come back is recognised."""

from __future__ import annotations

import numpy as np
import pytest

from tests.training.synthesis.examples import items
from training.synthesis.items import TaggedItem
from training.synthesis.prompt import (
    Completion,
    analogy_prompt,
    cleaned,
    draw_examples,
    flaw,
    tags_line,
)
from viml_core.errors import InputError


def test_the_prompt_has_the_papers_format():
    examples = [item.above(0.3) for item in items()[:2]]
    assert analogy_prompt(examples, items()[2].above(0.3)) == (
        "[Input]: GENRES: rock (81.2%), pop (35.0%); MOODS: happy (40.4%); "
        "INSTRUMENTS: electric guitar (90.0%), drumset (70.0%)\n"
        "[Output]: A happy rock song with loud guitars.\n"
        "[Input]: GENRES: electronic (50.0%); INSTRUMENTS: synth bass (60.0%)\n"
        "[Output]: Club beats over a deep synth bass.\n"
        "[Input]: GENRES: folk (61.0%); MOODS: sad (50.0%), slow (45.0%); "
        "INSTRUMENTS: acoustic guitar (88.0%)\n"
        "[Output]:"
    )


def test_the_papers_own_line_is_written_from_its_confidences():
    item = TaggedItem("x", {"dance": 0.639, "electronic": 0.826}, {"dynamic": 0.468}, {})
    assert tags_line(item) == "GENRES: electronic (82.6%), dance (63.9%); MOODS: dynamic (46.8%)"


def test_a_persons_line_breaks_do_not_break_the_prompt():
    item = TaggedItem("x", {"rock": 0.5}, {}, {}, text="Loud\n\n[fast]  rock.\n")
    assert "[Output]: Loud [fast] rock.\n[Input]:" in analogy_prompt([item], items()[1])


def test_an_item_is_never_its_own_example():
    for seed in range(30):
        drawn = draw_examples(items(), items()[0], 2, np.random.default_rng(seed))
        assert {example.id for example in drawn} == {"b", "c"}
    with pytest.raises(InputError, match="3 examples are asked for and 2 are there"):
        draw_examples(items(), items()[0], 3, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (" A calm tune.\n", "A calm tune."),
        ("[Output]: A calm tune.", "A calm tune."),
        ("A calm\ntune.\n[Input]", "A calm tune."),
        ("A calm tune.\n[Input]:", "A calm tune."),  # a token is "]:" in many vocabularies
        ("A calm tune.\n[Input]: GENRES: rock (50.0%)\n[Output]: More.", "A calm tune."),
        ("[Input]: GENRES: rock (50.0%)\n[Output]: A calm tune.", ""),
        ("", ""),
    ],
)
def test_marks_that_frame_a_text_are_taken_off(written, text):
    assert cleaned(written) == text


@pytest.mark.parametrize(
    ("text", "cut", "told"),
    [
        ("A calm tune.", False, None),
        ("", False, "empty"),
        ("...", False, "empty"),
        ("Again: [output] A tune.", False, "repeats the prompt"),
        ("Genres: rock", False, "repeats the prompt"),
        ("rock (81.2%), drumset (70%)", False, "repeats the prompt"),
        ("Here: a HAPPY rock song with loud guitars. Nice.", False, "repeats an example"),
        ("A calm", True, "too long"),
        ("la " * 13, False, "too long"),
    ],
)
def test_what_is_wrong_with_a_text(text, cut, told):
    found = flaw(Completion(text, cut), text, items(), max_words=12)
    assert found is None if told is None else told in found


def test_a_text_that_ended_before_the_limit_is_whole():
    ran_on = Completion("A calm tune.\n[Input]: GENRES: ro", cut=True)
    assert flaw(ran_on, "A calm tune.", items(), max_words=12) is None


def test_a_few_words_of_a_person_may_be_said_again():
    short = [TaggedItem("x", {"rock": 0.5}, {}, {}, text="Rock song.")]
    for text, told in (("A calm rock song.", None), ("rock song.", "it repeats an example")):
        assert flaw(Completion(text, cut=False), text, short, max_words=12) == told
