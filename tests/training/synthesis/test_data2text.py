"""Templates, the rule-based modules, and the neural ones with weights whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from transformers import BartForConditionalGeneration

from tests.training.synthesis import tiny
from tests.training.synthesis.examples import items
from training.synthesis.data2text import TEMPLATES, Data2Text, Rules, grouped, template_sentences
from training.synthesis.items import TaggedItem, item_rng
from training.synthesis.neural import (
    NeuralConfig,
    NeuralModules,
    PointerOrdering,
    pointed_order,
    with_ends,
)
from viml_core.errors import WeightsError

SENTENCES = ["This is rock music.", "It has a happy vibe.", "The soundtrack has drums."]


@pytest.fixture(scope="module")
def config(tmp_path_factory) -> NeuralConfig:
    return tiny.save_modules(tmp_path_factory.mktemp("modules"))


@pytest.fixture(scope="module")
def modules(config) -> NeuralModules:
    return NeuralModules(config)


@pytest.mark.parametrize("seed", range(20))
def test_each_category_that_has_tags_is_a_sentence_with_all_of_them(seed):
    kept = items()[1].above(0.3)  # no mood
    genre, instrument = template_sentences(kept, np.random.default_rng(seed))
    assert genre in [t.format("electronic") for t in TEMPLATES["genres"]]
    assert instrument in [t.format("synth bass") for t in TEMPLATES["instruments"]]


def test_three_tags_are_listed_with_a_comma_before_and():
    item = TaggedItem("x", {}, {}, {"a": 1.0, "b": 1.0, "c": 1.0})
    (sentence,) = template_sentences(item, np.random.default_rng(0))
    assert sentence.count(",") == 2
    assert ", and " in sentence


def test_templates_and_the_order_of_tags_are_drawn():
    item = TaggedItem("x", {"rock": 1.0, "pop": 1.0}, {}, {})
    drawn = {template_sentences(item, np.random.default_rng(seed))[0] for seed in range(60)}
    pairs = ("rock and pop", "pop and rock")
    assert {pair for pair in pairs if any(pair in said for said in drawn)} == set(pairs)
    templates = {said.replace(pair, "{}") for said in drawn for pair in pairs if pair in said}
    assert templates == set(TEMPLATES["genres"])


def test_rules_join_the_first_two():
    rules = Rules()
    assert rules.order(SENTENCES) == [0, 1, 2]
    separate = rules.separate(SENTENCES)
    assert rules.compress(grouped(SENTENCES, separate)) == (
        "This is rock music, and it has a happy vibe. The soundtrack has drums."
    )


@pytest.mark.parametrize(
    ("separate", "groups"),
    [
        ([True, True], [["a"], ["b"], ["c"]]),
        ([False, True], [["a", "b"], ["c"]]),
        ([True, False], [["a"], ["b", "c"]]),
        ([False, False], [["a", "b", "c"]]),
    ],
)
def test_fused_sentences_share_a_group(separate, groups):
    assert grouped(["a", "b", "c"], separate) == groups


class Backwards(Rules):
    """Another order than the one given."""

    def order(self, sentences):
        return list(reversed(range(len(sentences))))


def test_each_module_takes_what_the_one_before_has_made():
    made = Data2Text(Backwards(), threshold=0.3, seed=0)(items()[0])
    genres, moods, instruments = made.provenance["sentences"]
    assert made.provenance["order"] == [2, 1, 0]
    assert made.text == Rules().compress([[instruments, moods], [genres]])


def test_a_text_belongs_to_its_item_and_seed():
    write = Data2Text(Rules(), threshold=0.3, seed=3)
    for item in items():
        made = write(item)
        assert made == Data2Text(Rules(), threshold=0.3, seed=3)(item)
        assert all(tag in made.text for tag in item.above(0.3).names)
        assert made.provenance["sentences"] == template_sentences(
            item.above(0.3), item_rng(3, item.id)
        )
    assert "jazz" not in write(items()[0]).text  # 0.2


def test_an_item_without_a_tag_above_the_threshold_says_so():
    made = Data2Text(Rules(), threshold=0.95, seed=0)(items()[0])
    assert made.text is None
    assert made.error == "no tag is above 0.95"


@given(
    st.integers(1, 6).flatmap(
        lambda n: arrays.arrays(np.float32, (n + 1, n), elements=st.floats(-9, 9, width=32))
    )
)
def test_a_pointed_order_is_a_permutation(scores):
    order = pointed_order(torch.from_numpy(scores))
    assert sorted(order) == list(range(scores.shape[1]))
    assert order[0] == int(scores[0].argmax())


def test_the_pointer_follows_the_highest_score_that_is_left():
    begin, after_0, after_1, after_2 = [0, 0, 5], [9, 3, 4], [9, 9, 9], [1, 2, 8]
    scores = torch.tensor([begin, after_0, after_1, after_2], dtype=torch.float)
    assert pointed_order(scores) == [2, 1, 0]  # 2 first; of 0 and 1 it points to 1; 0 is left


def test_ends_are_the_places_of_the_closing_tokens():
    words = tiny.tokenizer()
    ids, ends = with_ends(words, ["ab", "c"])
    assert words.convert_ids_to_tokens(ids[0]) == ["<s>", "a", "b", "</s>", "c", "</s>"]
    assert ends.tolist() == [3, 5]


def test_the_pointer_reads_the_states_at_the_sentence_ends(modules):
    network = modules._orderer
    ids, ends = with_ends(modules._order_words, SENTENCES)
    with torch.inference_mode():
        states = network.encoder(ids).last_hidden_state[0]
        expected = [
            [float(network.query(states[at]) @ network.key(states[end])) / 4.0 for end in ends]
            for at in [0, *ends]
        ]
        torch.testing.assert_close(network(ids, ends), torch.tensor(expected))
    assert sorted(modules.order(SENTENCES)) == [0, 1, 2]


@pytest.mark.parametrize("wanted", [[True, False], [False, True], [True, True], [False, False]])
def test_the_label_is_read_at_the_closing_token_between_two_sentences(modules, wanted):
    """The classifier's logits are set place by place: only the two gaps say what is wanted."""
    ids, ends = with_ends(modules._join_words, SENTENCES)
    logits = torch.zeros(1, ids.shape[1], 2)
    gaps = ends[:-1]
    logits[0, gaps, torch.tensor(wanted).long()] = 1.0
    elsewhere = torch.ones(ids.shape[1], dtype=torch.bool).scatter(0, gaps, False)
    logits[0, elsewhere, 1 - int(wanted[0])] = 5.0  # a reader one place off answers otherwise
    hook = modules._joiner.classifier.register_forward_hook(lambda *_: logits)
    try:
        assert modules.separate(SENTENCES) == wanted
    finally:
        hook.remove()


def test_label_one_separates_and_label_zero_fuses(modules):
    bias = modules._joiner.classifier.bias
    before = bias.clone()
    with torch.no_grad():
        bias.copy_(torch.tensor([99.0, 0.0]))
        assert modules.separate(SENTENCES) == [False, False]
        bias.copy_(torch.tensor([0.0, 99.0]))
        assert modules.separate(SENTENCES) == [True, True]
        bias.copy_(before)


def test_compression_reads_groups_parted_by_its_token(modules):
    seen = []
    hook = modules._writer.get_encoder().register_forward_pre_hook(
        lambda _, args, kwargs: seen.append(kwargs.get("input_ids", *args)), with_kwargs=True
    )
    try:
        text = modules.compress([SENTENCES[:2], SENTENCES[2:]])
    finally:
        hook.remove()
    read = modules._write_words.decode(seen[0][0])
    assert read == f"<s>{SENTENCES[0]} {SENTENCES[1]} <sep> {SENTENCES[2]}</s>"
    assert len(text) <= 12
    assert "<" not in text


def test_a_paragraph_comes_out_of_the_whole_chain(modules):
    made = Data2Text(modules, threshold=0.3, seed=0)(items()[0])
    assert sorted(made.provenance["order"]) == [0, 1, 2]
    assert len(made.provenance["separate"]) == 2
    assert (made.text is None) == (made.error is not None)
    assert made == Data2Text(modules, threshold=0.3, seed=0)(items()[0])


def test_weights_of_another_network_are_refused(config, tmp_path):
    plain = tiny.save(BartForConditionalGeneration(tiny.bart_config()), tmp_path / "plain")
    with pytest.raises(WeightsError, match="not those of PointerOrdering"):
        NeuralModules(NeuralConfig(plain, config.aggregation, config.compression))
    with pytest.raises(WeightsError, match="3 labels"):
        three = tiny.save(tiny.joiner(labels=3), tmp_path / "three")
        NeuralModules(NeuralConfig(config.ordering, three, config.compression))


def test_a_tokenizer_without_the_separator_is_refused(config, tmp_path):
    words = tiny.tokenizer(with_separator=False)
    bare = tiny.save(BartForConditionalGeneration(tiny.bart_config()), tmp_path / "bare", words)
    with pytest.raises(WeightsError, match="lacks the token <sep>"):
        NeuralModules(NeuralConfig(config.ordering, config.aggregation, bare))


def test_a_pickle_is_never_read(config, tmp_path):
    model = PointerOrdering(tiny.bart_config())
    folder = tmp_path / "pickled"
    tiny.save(model, folder)
    (folder / "model.safetensors").unlink()
    torch.save(model.state_dict(), folder / "pytorch_model.bin")
    with pytest.raises(WeightsError, match="cannot be loaded"):
        NeuralModules(NeuralConfig(str(folder), config.aggregation, config.compression))


def test_a_folder_that_is_not_there(config, tmp_path):
    missing = str(tmp_path / "none")
    with pytest.raises(WeightsError, match="Name a folder or a Hub id"):
        NeuralModules(NeuralConfig(missing, config.aggregation, config.compression))
