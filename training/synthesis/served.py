"""A language model behind a server: OpenAI's chat protocol, or text-generation-inference's."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from huggingface_hub import InferenceClient
from huggingface_hub.errors import HfHubHTTPError, HTTPError

from training.synthesis.prompt import STOP, Completion
from training.synthesis.prompt2text import PromptConfig
from viml_core.errors import InputError

_WORTH_ANOTHER_TRY = (408, 409, 425, 429)  # and every 5xx
# Whatever the connection or the server says, and an answer that is not of the protocol.
_FAILURES = (HTTPError, ValueError, LookupError, TypeError, AttributeError)
_INSTRUCTION = "Continue the pattern: write only the text of the last [Output], on one line."

Protocol = Literal["chat", "tgi"]


@dataclass(frozen=True)
class ServerConfig:
    """Where the model is and how patient to be. Every value is ours.

    protocol: `chat` asks BASE/chat/completions, `tgi` asks BASE itself. model: the name that a chat
    server knows it by.
    """

    base_url: str
    protocol: Protocol = "chat"
    model: str = ""
    timeout_s: float = 120.0
    tries: int = 6
    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0


class ServedModel:
    """Asks a server, and again after waits that double when it fails."""

    def __init__(
        self,
        config: ServerConfig,
        token: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not config.base_url.startswith(("http://", "https://")):
            raise InputError(f"{config.base_url!r} is not the address of a server: http://...")
        self._config = config
        self._sleep = sleep
        self._client = InferenceClient(
            base_url=config.base_url, api_key=token, timeout=config.timeout_s
        )

    def complete(self, prompt: str, seed: int, config: PromptConfig) -> Completion:
        """Raises InputError where the server refuses, or fails as often as it may be asked."""
        ask = self._chat if self._config.protocol == "chat" else self._generate
        for attempt in range(self._config.tries):
            try:
                return ask(prompt, seed, config)
            except _FAILURES as error:
                if not _passing(error) or attempt + 1 == self._config.tries:
                    raise self._given_up(error, attempt + 1) from error
                self._sleep(self._wait_s(error, attempt))
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
        return Completion(choice.message.content or "", choice.finish_reason == "length")

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
        if answer.generated_text is None:
            raise ValueError("the answer has no generated_text")
        details = answer.details
        cut = details is not None and details.finish_reason == "length"
        return Completion(answer.generated_text, cut)

    def _wait_s(self, error: Exception, attempt: int) -> float:
        wait_s = self._config.first_wait_s * 2**attempt
        asked = _retry_after_s(error)
        return min(max(wait_s, asked), self._config.longest_wait_s)

    def _given_up(self, error: Exception, tries: int) -> InputError:
        times = "once" if tries == 1 else f"{tries} times"
        reason = " ".join(str(error).split()).rstrip(".") or type(error).__name__
        return InputError(
            f"{self._config.base_url} did not serve a text, asked {times}: "
            f"{reason}. What is written is kept: see to the server and run again."
        )


def _passing(error: Exception) -> bool:
    """Whether the same question may be answered later."""
    refusal = _refusal(error)
    status = 500 if refusal is None else refusal.response.status_code
    return status in _WORTH_ANOTHER_TRY or status >= 500


def _retry_after_s(error: Exception) -> float:
    """Seconds that the server asks to wait; a date in its place counts as nothing asked."""
    refusal = _refusal(error)
    asked = "" if refusal is None else refusal.response.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else 0.0


def _refusal(error: Exception) -> HfHubHTTPError | None:
    """The answer with a status behind an error; that of a TGI error is its cause."""
    causes = (error, error.__cause__)
    return next((cause for cause in causes if isinstance(cause, HfHubHTTPError)), None)
