"""A project file gives back what was saved, and nothing else is taken for one."""

from __future__ import annotations

import json

import pytest

from demo.project import Project, read_project
from viml_core.errors import InputError
from viml_core.finishing.mix import Mix

FORM = (
    "calm",
    False,
    5,
    "starter",
    "viml&mt",
    0.5,
    False,
    "any",
    "any",
    0,
    0,
    0,
    0,
    ["guitar"],
    [],
)
PROJECT = Project("a.mp4", "ab" * 32, FORM, {"track": Mix(start_s=3.5, own_sound="duck")})


def test_what_was_saved_comes_back():
    assert read_project(PROJECT.to_json(), 10) == PROJECT
    words_alone = Project(None, None, FORM, {})
    assert read_project(words_alone.to_json(), 10) == words_alone


def test_a_file_from_before_diversity_could_be_chosen_had_it():
    values = json.loads(PROJECT.to_json())
    del values["diverse"]
    assert read_project(json.dumps(values), 10).form[6] is True


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"viml_project": 2}, "of format 2"),
        ({"extra": 1}, "no others"),
        ({"words": 3}, "words is of the wrong type"),
        ({"count": True}, "count is of the wrong type"),
        ({"count": 11}, "between 1 and 10"),
        ({"music": "theirs"}, "no music called 'theirs'"),
        ({"model": "best"}, "best"),
        ({"model": "pretet"}, "pretet"),
        ({"alpha": 1.5}, "between 0 and 1"),
        ({"filters": []}, "eight values"),
        ({"filters": ["any", "any", "1", 0, 0, 0, [], []]}, "does not know"),
        ({"filters": ["any", "any", 0, 0, 0, 0, ["<b>"], []]}, "does not know"),
        ({"clip": {"name": "a", "sha256": "../../etc"}}, "a name and a sha256"),
        ({"mixes": {"track": {"start_s": -1}}}, "start_s"),
        ({"mixes": {"track": {"volume": 1}}}, "unknown key 'volume'"),
    ],
)
def test_what_is_no_project_is_refused_in_a_sentence(changed, said):
    values = json.loads(PROJECT.to_json()) | changed
    with pytest.raises(InputError) as refused:
        read_project(json.dumps(values), 10)
    assert said in str(refused.value) and str(refused.value).endswith(".")


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"viml_project": 1}', "[" * 100_000])
def test_what_is_no_object_with_these_keys_is_refused(text):
    with pytest.raises(InputError, match="no project file"):
        read_project(text, 10)
