"""A server on the loopback that speaks both protocols, and misbehaves as it is told to."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD = "A calm tune for a walk."


@dataclass(frozen=True)
class Answer:
    """One reply. cut: the connection ends within the body."""

    text: object = GOOD
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    after_s: float = 0.0
    finish: str = "stop"
    cut: bool = False
    body: bytes | None = None


@dataclass
class Server:
    """Answers in turn; the last one from then on. `asked` holds the path and JSON of each call."""

    url: str
    answers: list[Answer]
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)


@contextlib.contextmanager
def serve(*answers: Answer) -> Iterator[Server]:
    state = Server("", list(answers) or [Answer()])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = state.answers[min(len(state.asked), len(state.answers) - 1)]
            state.asked.append((self.path, question))
            state.tokens.append(self.headers.get("Authorization"))
            time.sleep(answer.after_s)
            body = answer.body if answer.body is not None else _body(self.path, answer)
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            with contextlib.suppress(BrokenPipeError):  # the client did not wait
                self.end_headers()
                self.wfile.write(body[: len(body) // 2] if answer.cut else body)
            self.close_connection = self.close_connection or answer.cut

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        state.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield state
        finally:
            server.shutdown()


def _body(path: str, answer: Answer) -> bytes:
    if answer.status != 200:
        kind = {"error": "no luck", "error_type": "overloaded"}
        return json.dumps(kind).encode()
    if path.endswith("/chat/completions"):
        message = {"role": "assistant", "content": answer.text}
        choice = {"index": 0, "message": message, "finish_reason": answer.finish}
        return json.dumps({"id": "1", "model": "m", "created": 1, "choices": [choice]}).encode()
    details = {"finish_reason": answer.finish, "generated_tokens": 5, "prefill": [], "tokens": []}
    return json.dumps([{"generated_text": answer.text, "details": details}]).encode()
