"""The mix and its JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viml_core.errors import InputError
from viml_core.finishing.mix import CHOICES, RANGES, Mix

mixes = st.builds(
    Mix,
    **{name: st.floats(*span) for name, span in RANGES.items() if name not in CHOICES},
    **{name: st.sampled_from(values) for name, values in CHOICES.items()},
)


@given(mixes)
def test_json_gives_back_the_same_mix(mix: Mix) -> None:
    assert Mix.from_json(mix.to_json()) == mix


def test_missing_keys_keep_their_defaults() -> None:
    assert Mix.from_json('{"start_s": 12}') == Mix(start_s=12.0)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("[1]", "object"),
        ("{", "not JSON"),
        ('{"volume": 3}', "'volume'"),
        ('{"start_s": -1}', "start_s = -1"),
        ('{"start_s": NaN}', "start_s = nan"),
        ('{"start_s": "soon"}', "start_s = 'soon'"),
        ('{"start_s": true}', "start_s = True"),
        ('{"own_sound": "louder"}', "keep, duck, mute"),
        ('{"own_sound": ["duck"]}', "keep, duck, mute"),
        ('{"duck_depth_db": -5}', "-4, -8, -14"),
        ('{"fit": null}', "loop, cut, as is"),
        ('{"viml_mix": 2}', "format 2"),
    ],
)
def test_what_is_no_mix_is_refused_in_one_sentence(text: str, about: str) -> None:
    with pytest.raises(InputError) as refused:
        Mix.from_json(text)
    sentence = str(refused.value)
    assert about in sentence and "\n" not in sentence and sentence.endswith(".")


def test_the_json_says_its_format() -> None:
    assert json.loads(Mix().to_json())["viml_mix"] == 1
