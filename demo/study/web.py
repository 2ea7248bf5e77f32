"""The rater's side of a study as a web application: a page, its media, and three small requests.

`create_app(folder)` stands alone (`python -m demo.study serve`) or is mounted into another
application under any path, for the page's own addresses are relative. It serves several studies as
it serves one: no address names a study, a rater's token does. What the browser gets: the
words of the page, the query's words, positions, "left" and "right". What it never gets: names of
models, tracks, files, pairs or the study, or anything that is the same for one model throughout.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import escape
from pathlib import Path
from string import Template
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from demo.study import texts
from demo.study.language import Language, asked_for
from demo.study.listening import Play, Side
from demo.study.media import SentPreview
from demo.study.sittings import Answer, NotNow, Sitting, Study, Unheard
from demo.study.store import AlreadyVoted
from demo.study.studies import Studies
from viml_core.errors import InputError, StorageError, VimlError

PAGE_FOLDER = Path(__file__).with_name("page")
MOST_PLAYS, MOST_COMMENT_CHARS = 100, 2000
MOST_BODY_BYTES = 64 * 1024  # of a request: it is read before anybody knows who sends it
STATUS: dict[type[VimlError], int] = {
    NotNow: 409,
    AlreadyVoted: 409,
    Unheard: 412,
    InputError: 422,
    StorageError: 503,
}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'",
    "Referrer-Policy": "no-referrer",  # the address is the rater's key
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _PlaySent(_Sent):
    side: Side
    kind: Literal["play", "tick", "pause"]
    media_s: Annotated[float, Field(ge=0, le=86400, allow_inf_nan=False)]


class _PlaysSent(_Sent):
    position: int
    plays: Annotated[list[_PlaySent], Field(max_length=MOST_PLAYS)]


class _VoteSent(_Sent):
    position: int
    choice: str
    reasons: tuple[str, ...] = ()
    comment: Annotated[str, Field(max_length=MOST_COMMENT_CHARS)] = ""


class _Refused(Exception):
    """A link that nothing is served for. why: the name of the text that says so."""

    def __init__(self, status: int, why: Literal["NO_LINK", "ERASED"]) -> None:
        super().__init__(why)
        self.status, self.why = status, why


class _WithHeaders:
    """Adds `HEADERS` to every answer, and reads no more than `MOST_BODY_BYTES` of a request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        received = 0

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MOST_BODY_BYTES:
                raise InputError(texts.ERROR_TOO_LONG)
            return message

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, bounded, with_headers)


def create_app(*folders: Path, shelf: Path | None = None) -> FastAPI:
    """The application of studies. shelf: a folder in which more may appear while it is served.

    Raises:
        StorageError: one of the folders holds no study.
    """
    studies = Studies(folders, shelf)

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        yield
        studies.close()

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=living)
    _add_rules(app)
    _add_pages(app, studies)
    _add_requests(app, studies)
    app.mount("/static", StaticFiles(directory=PAGE_FOLDER))
    return app


class _Entered(NamedTuple):
    study: Study
    rater: str


def _enter(studies: Studies, token: str) -> _Entered:
    """Who comes with a token, and into which study."""
    study = studies.of(token)
    rater = study.rater(token) if study else None
    if study is None or rater is None:
        raise _Refused(403, "NO_LINK")
    if study.store.erased(rater):
        raise _Refused(410, "ERASED")
    return _Entered(study, rater)


def _add_rules(app: FastAPI) -> None:
    app.add_middleware(_WithHeaders)

    @app.exception_handler(_Refused)
    def refuse(request: Request, error: _Refused) -> Response:
        page = _plain_page(_language(request), error.why, "../../")
        return HTMLResponse(page, error.status)

    @app.exception_handler(VimlError)
    def explain(request: Request, error: VimlError) -> Response:
        status = next((s for kind, s in STATUS.items() if isinstance(error, kind)), 500)
        return JSONResponse({"error": _language(request).told(str(error))}, status)

    @app.exception_handler(RequestValidationError)
    def explain_form(request: Request, error: RequestValidationError) -> Response:
        return JSONResponse({"error": "The request is not of the form that was agreed on."}, 422)


def _add_pages(app: FastAPI, studies: Studies) -> None:
    page = Template((PAGE_FOLDER / "page.html").read_text(encoding="utf-8"))

    @app.get("/")
    def welcome(request: Request) -> HTMLResponse:
        return HTMLResponse(_plain_page(_language(request), "WELCOME", ""))

    @app.get("/r/{token}")
    def with_slash(token: str, request: Request) -> RedirectResponse:
        return RedirectResponse(f"{token}/")

    @app.get("/r/{token}/")
    def rate(token: str, request: Request) -> HTMLResponse:
        study, rater = _enter(studies, token)
        plan, language = study.plan, _language(request)
        words = language.page_words(plan.task, plan.choice, plan.min_listen_s, rater)
        told = json.dumps({"words": words, "need_s": plan.min_listen_s}).replace("<", "\\u003c")
        title = escape(language.words.PAGE_TITLE)
        return HTMLResponse(page.substitute(lang=language.code, title=title, told=told))


def _add_requests(app: FastAPI, studies: Studies) -> None:
    @app.get("/r/{token}/state")
    def state(token: str) -> dict[str, Any]:
        study, rater = _enter(studies, token)
        sitting = study.sitting(rater)
        study.open(sitting)
        return _told(study, sitting)

    @app.post("/r/{token}/plays")
    def plays(token: str, sent: _PlaysSent) -> dict[str, Any]:
        study, rater = _enter(studies, token)
        sitting = study.sitting_at(rater, sent.position)
        now_s = time.time()
        reported = [Play(play.side, play.kind, play.media_s, now_s) for play in sent.plays]
        study.store.add_plays(sitting.rater, sitting.position, reported)
        return {"heard": study.heard(sitting)}

    @app.post("/r/{token}/votes")
    def vote(token: str, sent: _VoteSent) -> dict[str, Any]:
        study, rater = _enter(studies, token)
        sitting = study.sitting_at(rater, sent.position)
        if not set(texts.REASONS).issuperset(sent.reasons):
            raise InputError(texts.ERROR_CHOICE)
        reasons = tuple(dict.fromkeys(sent.reasons))  # each counts once
        study.vote(sitting, Answer(sent.choice, reasons, sent.comment))
        following = study.sitting(sitting.rater)
        study.open(following)
        return _told(study, following)

    @app.get("/r/{token}/media/{position}/{side}")
    def media(token: str, position: int, side: Side) -> SentPreview:
        study, rater = _enter(studies, token)
        sitting = study.sitting_at(rater, position)
        return SentPreview(study, sitting, side)


def _told(study: Study, sitting: Sitting) -> dict[str, Any]:
    """All that a page knows of the pair that is to be judged."""
    return {
        "position": sitting.position,
        "total": sitting.total,
        "done": sitting.task is None,
        "text": sitting.pair.text if sitting.pair else "",
        "heard": study.heard(sitting),
    }


def _language(request: Request) -> Language:
    return asked_for(request.headers.get("accept-language", ""))


def _plain_page(language: Language, name: str, root: str) -> str:
    """A heading and a sentence, by the name of the text.

    root: the way from the page's address to the application's.
    """
    title, text = (getattr(language.words, part) for part in (f"{name}_TITLE", name))
    html = f'<!doctype html><html lang="{language.code}"><meta charset="utf-8">'
    head = f"{html}<title>{escape(title)}</title>"
    width = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    style = f'<link rel="stylesheet" href="{root}static/page.css">'
    body = f'<main class="plain"><h1>{escape(title)}</h1><p>{escape(text)}</p></main>'
    return f"{head}{width}{style}{body}</html>"
