"""Bad texts are drawn again with other seeds, a bounded number of times, and never dropped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.training.synthesis import tiny
from tests.training.synthesis.examples import ROWS, items
from tests.training.synthesis.server import GOOD, Answer, serve
from training.synthesis.items import TaggedItem
from training.synthesis.local import LocalModel
from training.synthesis.prompt import analogy_prompt
from training.synthesis.prompt2text import Prompt2Text, PromptConfig
from training.synthesis.served import ServedModel, ServerConfig
from viml_core.errors import InputError, WeightsError

CONFIG = PromptConfig(examples=2, draws=3, max_tokens=24, max_words=12)


def writer(server) -> Prompt2Text:
    model = ServedModel(ServerConfig(server.url + "/v1"), sleep=lambda _: None)
    return Prompt2Text(model, items(), CONFIG)


@pytest.mark.parametrize(
    "bad",
    [
        Answer(text=""),
        Answer(text=f"[Output]: {ROWS[1]['text']}"),
        Answer(text="[Input]: GENRES: rock (50.0%)\n[Output]: More."),
        Answer(text="la " * 13),
        Answer(finish="length"),
    ],
    ids=["empty", "an example", "an input", "long", "cut"],
)
def test_a_bad_text_is_drawn_again_with_another_seed(bad):
    with serve(bad, bad, Answer()) as server:
        made = writer(server)(items()[0])
    assert made.text == GOOD
    assert made.provenance["draws"] == 3
    assert len(made.provenance["flaws"]) == 2
    seeds = [question["seed"] for _, question in server.asked]
    assert len(set(seeds)) == 3
    assert made.provenance["seed"] == seeds[-1]


def test_the_prompt_given_back_is_a_bad_text():
    examples = [item.above(0.3) for item in items()[1:]]
    echo = analogy_prompt(examples, items()[0].above(0.3))
    with serve(Answer(text=echo)) as server:
        made = writer(server)(items()[0])
    assert made.text is None
    assert made.error == "no good text in 3 draws, the last: empty"


def test_a_model_that_nothing_stops_is_cut_at_the_next_input():
    on_and_on = f"{GOOD}\n[Input]: GENRES: rock (50.0%)\n[Output]: More.\n[Inp"
    with serve(Answer(text=on_and_on, finish="length")) as server:
        made = writer(server)(items()[0])
    assert (made.text, made.provenance["draws"]) == (GOOD, 1)
    assert made.provenance["model"] == "m"  # as the server says


def test_a_prompt_that_is_refused_is_one_failed_text():
    with serve(Answer(status=422), Answer()) as server:
        write = writer(server)
        first, second = map(write, items()[:2])
    assert first.text is None and "asked once" in first.error
    assert second.text == GOOD


def test_an_example_without_a_certain_tag_is_never_shown():
    unsure = [TaggedItem(f"u{i}", {"rock": 0.3}, {}, {}, text="Rock.") for i in range(9)]
    with serve() as server:
        model = ServedModel(ServerConfig(server.url + "/v1"))
        made = Prompt2Text(model, [*unsure, *items()], CONFIG)(items()[0])
        assert sorted(made.provenance["examples"]) == ["b", "c"]
        with pytest.raises(InputError, match="2 examples are asked for and 0 are there"):
            Prompt2Text(model, unsure, CONFIG)(items()[0])


def test_draws_are_bounded_and_the_failure_is_reported():
    with serve(Answer(text="")) as server:
        made = writer(server)(items()[0])
    assert made.error == "no good text in 3 draws, the last: empty"
    assert made.provenance["flaws"] == ["empty"] * 3
    assert len(server.asked) == 3


def test_the_examples_that_are_recorded_are_those_that_were_shown():
    with serve() as server:
        made = writer(server)(items()[0])
    ((_, question),) = server.asked
    by_id = {item.id: item.above(0.3) for item in items()}
    shown = [by_id[example] for example in made.provenance["examples"]]
    assert question["messages"][-1]["content"] == analogy_prompt(shown, by_id["a"])


def test_nothing_is_asked_for_an_item_without_a_certain_tag():
    with serve() as server:
        made = writer(server)(TaggedItem("x", {"rock": 0.1}, {}, {}))
    assert made.error == "no tag is above 0.3"
    assert not server.asked


@pytest.fixture(scope="module")
def random_model(tmp_path_factory) -> str:
    return tiny.save(tiny.causal_model(), tmp_path_factory.mktemp("random"))


def test_a_local_model_writes_what_its_weights_say(tmp_path):
    source = tiny.save(tiny.chain_model("Slow bea"), tmp_path / "chain")
    made = Prompt2Text(LocalModel(source), items(), CONFIG)(items()[0])
    assert made.text == "Slow bea"
    assert made.provenance["draws"] == 1


def test_a_local_model_stops_before_it_writes_the_next_input(tmp_path):
    source = tiny.save(tiny.chain_model("Calm[Input]xyz"), tmp_path / "chain")
    completion = LocalModel(source).complete("[Output]:", 0, CONFIG)
    assert completion.text == "Calm[Input]"
    assert not completion.cut


def test_a_random_local_model_depends_on_the_seed_alone(random_model):
    model = LocalModel(random_model)
    first = model.complete("[Output]:", 1, CONFIG)
    assert model.complete("[Output]:", 1, CONFIG) == first
    assert model.complete("[Output]:", 2, CONFIG).text != first.text
    assert first.cut == (len(first.text) > 0 and len(model._words.encode(first.text)) >= 24)


@pytest.mark.parametrize("certain", [{"temperature": 1e-4}, {"top_p": 1e-6}])
def test_a_local_model_samples_as_it_is_asked(random_model, certain):
    model, config = LocalModel(random_model), replace(CONFIG, **certain)
    assert model.complete("[Output]:", 1, config) == model.complete("[Output]:", 2, config)


def test_what_a_random_local_model_writes_is_reported_as_failed(random_model):
    made = Prompt2Text(LocalModel(random_model), items(), CONFIG)(items()[0])
    assert made.text is None
    assert made.provenance["flaws"] == ["too long"] * 3


def test_a_prompt_that_does_not_fit_says_so(tmp_path):
    source = tiny.save(tiny.causal_model(window=64), tmp_path / "short")
    with pytest.raises(InputError, match="room for 64: ask for fewer examples"):
        Prompt2Text(LocalModel(source), items(), CONFIG)(items()[0])
    model = LocalModel(source)
    model.complete("x" * (64 - CONFIG.max_tokens), 0, CONFIG)
    with pytest.raises(InputError, match="41 tokens and 24 may follow"):
        model.complete("x" * 41, 0, CONFIG)


def test_a_model_that_lacks_a_tensor_is_refused(random_model, tmp_path):
    from safetensors.torch import load_file, save_file

    source = tiny.save(tiny.causal_model(), tmp_path / "holed")
    tensors = load_file(tmp_path / "holed" / "model.safetensors")
    del tensors["lm_head.weight"]
    save_file(tensors, tmp_path / "holed" / "model.safetensors", {"format": "pt"})
    with pytest.raises(WeightsError, match=r"lm_head\.weight first"):
        LocalModel(source)
