"""The real client against a server on the loopback that fails in every way it can."""

from __future__ import annotations

import pytest

from tests.training.synthesis.server import GOOD, Answer, serve
from training.synthesis.prompt import Completion
from training.synthesis.prompt2text import PromptConfig, PromptRefused
from training.synthesis.served import ServedModel, ServerConfig
from viml_core.errors import InputError

CONFIG = PromptConfig(temperature=0.6, top_p=0.8, max_tokens=33)


def model(server, protocol="chat", waits=None, token=None, **options) -> ServedModel:
    url = server.url + ("/v1" if protocol == "chat" else "")
    config = ServerConfig(url, protocol, "m" if protocol == "chat" else "", **options)
    return ServedModel(config, token, sleep=[].append if waits is None else waits.append)


def test_chat_sends_the_prompt_and_the_sampling():
    with serve() as server:
        said = model(server, token="secret").complete("[Input]: x\n[Output]:", 7, CONFIG)
    assert said == Completion(GOOD, cut=False, model="m")
    ((path, question),) = server.asked
    assert path == "/v1/chat/completions"
    assert question["messages"][-1] == {"role": "user", "content": "[Input]: x\n[Output]:"}
    assert question | {"messages": []} == {
        "messages": [],
        "model": "m",
        "temperature": 0.6,
        "top_p": 0.8,
        "max_tokens": 33,
        "seed": 7,
        "stop": ["[Input]"],
        "stream": False,
    }
    assert server.tokens == ["Bearer secret"]


def test_tgi_sends_the_prompt_and_the_sampling():
    with serve(Answer(finish="eos_token")) as server:
        said = model(server, "tgi").complete("[Output]:", 7, CONFIG)
    assert said == Completion(GOOD, cut=False)
    ((_, question),) = server.asked
    assert question["inputs"] == "[Output]:"
    asked = question["parameters"]
    assert (asked["temperature"], asked["top_p"], asked["seed"]) == (0.6, 0.8, 7)
    assert (asked["max_new_tokens"], asked["stop"], asked["do_sample"]) == (33, ["[Input]"], True)


@pytest.mark.parametrize("protocol", ["chat", "tgi"])
def test_a_text_at_the_limit_of_tokens_is_cut(protocol):
    with serve(Answer(finish="length")) as server:
        assert model(server, protocol).complete("x", 0, CONFIG).cut


@pytest.mark.parametrize("protocol", ["chat", "tgi"])
@pytest.mark.parametrize(
    "failure",
    [
        Answer(status=500),
        Answer(status=503),
        Answer(status=429),
        Answer(cut=True),
        Answer(body=b"<html>"),
        Answer(body=b"{}"),
        Answer(body=b"[" * 100_000),
        Answer(text=5),
        Answer(text="\ud83d"),
    ],
    ids=["500", "503", "429", "cut", "no JSON", "no text", "deep", "number", "half a pair"],
)
def test_a_passing_failure_is_tried_again(protocol, failure):
    waits = []
    with serve(failure, failure, Answer()) as server:
        assert model(server, protocol, waits).complete("x", 0, CONFIG).text == GOOD
    assert len(server.asked) == 3
    assert waits == [1.0, 2.0]


def test_waits_double_up_to_the_longest():
    waits = []
    with serve(Answer(status=500)) as server, pytest.raises(InputError) as told:
        model(server, waits=waits, tries=6, longest_wait_s=5.0).complete("x", 0, CONFIG)
    assert waits == [1.0, 2.0, 4.0, 5.0, 5.0]
    assert "asked 6 times" in str(told.value)
    assert server.url in str(told.value)


@pytest.mark.parametrize(
    ("asked", "wait_s"), [("7", 7.0), ("0", 1.0), ("900", 60.0), ("Fri, 1 Jan 2100", 1.0)]
)
def test_the_server_says_how_long_to_wait(asked, wait_s):
    waits = []
    busy = Answer(status=429, headers={"Retry-After": asked})
    with serve(busy, Answer()) as server:
        model(server, waits=waits).complete("x", 0, CONFIG)
    assert waits == [wait_s]


def test_the_server_of_tgi_says_it_too():
    waits = []
    with serve(Answer(status=429, headers={"Retry-After": "3"}), Answer()) as server:
        model(server, "tgi", waits).complete("x", 0, CONFIG)
    assert waits == [3.0]


def test_a_slow_server_is_left_and_asked_again():
    with serve(Answer(after_s=1.5), Answer()) as server:
        assert model(server, timeout_s=0.3).complete("x", 0, CONFIG).text == GOOD
    assert len(server.asked) == 2


@pytest.mark.parametrize("protocol", ["chat", "tgi"])
@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_a_refusal_is_not_asked_again(protocol, status):
    with serve(Answer(status=status)) as server, pytest.raises(InputError, match="asked once"):
        model(server, protocol).complete("x", 0, CONFIG)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_prompt_is_given_up_and_then_the_server(status):
    with serve(*[Answer(status=status)] * 2, Answer(), Answer(status=status)) as server:
        asked = model(server, tries=1)

        def fails(kind: type[InputError]) -> None:
            with pytest.raises(InputError) as told:
                asked.complete("x", 0, CONFIG)
            assert type(told.value) is kind

        fails(PromptRefused)
        fails(PromptRefused)
        assert asked.complete("x", 0, CONFIG).text == GOOD
        fails(PromptRefused)
        fails(PromptRefused)
        fails(InputError)  # the third in a row


@pytest.mark.parametrize("failure", [Answer(status=401), Answer(cut=True)])
def test_a_server_that_serves_nobody_ends_the_run(failure):
    with serve(failure) as server, pytest.raises(InputError, match="run again") as told:
        model(server, tries=1).complete("x", 0, CONFIG)
    assert type(told.value) is InputError


def test_a_server_that_is_not_there():
    with serve() as server:
        gone = model(server, tries=2)
    with pytest.raises(InputError, match=r"did not serve a text, asked 2 times: .*refused"):
        gone.complete("x", 0, CONFIG)


@pytest.mark.parametrize("address", ["localhost", "http://", "http://["])
def test_an_address_is_needed(address):
    with pytest.raises(InputError, match=r"is not the address"):
        ServedModel(ServerConfig(address))
