"""A language model behind a server: OpenAI's chat protocol, or text-generation-inference's."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from huggingface_hub import InferenceClient
from huggingface_hub.errors import HfHubHTTPError, HTTPError

from training.synthesis.prompt import STOP, Completion
from training.synthesis.prompt2text import PromptConfig, PromptRefused
from viml_core.errors import InputError

_WORTH_ANOTHER_TRY = (408, 409, 425, 429)  # and every 5xx
_REFUSED_TO_ALL = (401, 403, 404, 405, 407)  # no other prompt would fare better
# Whatever the connection or the server says, and an answer that is not of the protocol.
_FAILURES = (HTTPError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
_INSTRUCTION = "Continue the pattern: write only the text of the last [Output], on one line."

Protocol = Literal["chat", "tgi"]


@dataclass(frozen=True)
class ServerConfig:
    """Where the model is and how patient to be. Every value is ours.

    protocol: `chat` asks BASE/chat/completions, `tgi` asks BASE itself. model: the name that a chat
    server knows it by. refusals: prompts in a row without a good answer that end the run.
    """

    base_url: str
    protocol: Protocol = "chat"
    model: str = ""
    timeout_s: float = 120.0
    tries: int = 6
    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0
    refusals: int = 3


class ServedModel:
    """Asks a server, and again after waits that double when it fails."""

    def __init__(
        self,
        config: ServerConfig,
        token: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not re.match(r"https?://[^/\[\]]", config.base_url):
            raise InputError(f"{config.base_url!r} is not the address of a server: http://...")
        self._config = config
        self._sleep = sleep
        self._refused = 0  # prompts in a row
        self._client = InferenceClient(
            base_url=config.base_url, api_key=token, timeout=config.timeout_s
        )

    def complete(self, prompt: str, seed: int, config: PromptConfig) -> Completion:
        """Raises PromptRefused or InputError where the server refuses or fails again and again."""
        ask = self._chat if self._config.protocol == "chat" else self._generate
        for attempt in range(1, self._config.tries + 1):
            try:
                completion = ask(prompt, seed, config)
            except _FAILURES as error:
                if not _passing(error) or attempt == self._config.tries:
                    raise self._given_up(error, attempt) from error
                self._sleep(self._wait_s(error, attempt))
            else:
                self._refused = 0
                return completion
        raise InputError(f"{self._config.tries} tries are not enough: give one at least.")

    def _chat(self, prompt: str, seed: int, config: PromptConfig) -> Completion:
        answer = self._client.chat_completion(
            [{"role": "system", "content": _INSTRUCTION}, {"role": "user", "content": prompt}],
            model=self._config.model or None,
            max_tokens=config.max_tokens,
            temperature=config.temperature,
            top_p=config.top_p,
            seed=seed,
            stop=[STOP],
        )
        choice = answer.choices[0]
        said = choice.message.content
        text = "" if said is None else _text(said)
        return Completion(text, choice.finish_reason == "length", _text(answer.model or ""))

    def _generate(self, prompt: str, seed: int, config: PromptConfig) -> Completion:
        answer = self._client.text_generation(
            prompt,
            details=True,
            do_sample=True,
            max_new_tokens=config.max_tokens,
            temperature=config.temperature,
            top_p=config.top_p,
            seed=seed,
            stop=[STOP],
            return_full_text=False,
        )
        details = answer.details
        cut = details is not None and details.finish_reason == "length"
        return Completion(_text(answer.generated_text), cut)

    def _wait_s(self, error: Exception, attempt: int) -> float:
        wait_s = self._config.first_wait_s * 2 ** (attempt - 1)
        asked = _retry_after_s(error)
        return min(max(wait_s, asked), self._config.longest_wait_s)

    def _given_up(self, error: Exception, tries: int) -> InputError:
        """`PromptRefused` where an answer came, and other prompts have been served of late."""
        self._refused += 1
        answered = not isinstance(error, HTTPError) or _refusal(error) is not None
        hopeless = _status(error) in _REFUSED_TO_ALL or self._refused >= self._config.refusals
        times = "once" if tries == 1 else f"{tries} times"
        reason = " ".join(str(error).split()).rstrip(".") or type(error).__name__
        told = f"{self._config.base_url} did not serve a text, asked {times}: {reason}."
        if answered and not hopeless:
            return PromptRefused(told)
        return InputError(f"{told} What is written is kept: see to the server and run again.")


def _passing(error: Exception) -> bool:
    """Whether the same question may be answered later."""
    status = _status(error)
    return status in _WORTH_ANOTHER_TRY or status >= 500


def _status(error: Exception) -> int:
    """The answer's; 500 where none came, or none that is of the protocol."""
    refusal = _refusal(error)
    return 500 if refusal is None else refusal.response.status_code


def _retry_after_s(error: Exception) -> float:
    """Seconds that the server asks to wait; a date in its place counts as nothing asked."""
    refusal = _refusal(error)
    asked = "" if refusal is None else refusal.response.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else 0.0


def _refusal(error: Exception) -> HfHubHTTPError | None:
    """The answer with a status behind an error; that of a TGI error is its cause."""
    causes = (error, error.__cause__)
    return next((cause for cause in causes if isinstance(cause, HfHubHTTPError)), None)


def _text(said: object) -> str:
    """Raises ValueError for what is no text: a server may answer anything."""
    if not isinstance(said, str):
        raise ValueError(f"the answer has {said!r:.60} in the place of a text")
    said.encode()  # half a surrogate pair cannot be written
    return said
