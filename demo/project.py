"""A session as a file: what was asked of which clip, and how its results were finished."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from demo import cards, texts
from demo.filtering import read_filters
from demo.services import Services
from demo.sessions import Session
from demo.shelf import OWN, STARTER
from demo.telling import Updates
from viml_core.errors import InputError, VimlError
from viml_core.features.tags import known_tags
from viml_core.finishing.mix import Mix
from viml_core.library.identity import file_sha256
from viml_core.models.scoring import parse_ranking

FORMAT = 1  # raise it when a key changes its meaning
MAX_BYTES = 1024 * 1024
_NUMBER = (int, float)
_LATER = {"diverse": True}  # keys that files of before lack, with what they meant
_KINDS: dict[str, tuple[type, ...]] = {
    "viml_project": (int,),
    "clip": (dict, type(None)),
    "words": (str,),
    "picture_only": (bool,),
    "count": _NUMBER,
    "music": (str,),
    "model": (str,),
    "alpha": _NUMBER,
    "diverse": (bool,),
    "filters": (list,),
    "mixes": (dict,),
}


_FORM = ("words", "picture_only", "count", "music", "model", "alpha", "diverse")


@dataclass(frozen=True)
class Project:
    """clip_name, clip_sha256: of the clip, None where there was none; form: the values of the
    fields from the words on, in their order; mixes: by track."""

    clip_name: str | None
    clip_sha256: str | None
    form: tuple[Any, ...]
    mixes: Mapping[str, Mix]

    def to_json(self) -> str:
        """As `read_project` reads it."""
        clip = {"name": self.clip_name, "sha256": self.clip_sha256} if self.clip_sha256 else None
        fields, filters = self.form[: len(_FORM)], list(self.form[len(_FORM) :])
        mixes = {track: json.loads(mix.to_json()) for track, mix in self.mixes.items()}
        values = (FORMAT, clip, *fields, filters, mixes)
        return json.dumps(dict(zip(_KINDS, values, strict=True)), indent=2) + "\n"


def read_project(text: str, max_results: int) -> Project:
    """A project from its JSON.

    Raises:
        InputError: it is none, in one sentence that says why.
    """
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _fault("it is not JSON") from error
    values = _LATER | values if isinstance(values, dict) else values
    if not isinstance(values, dict) or set(values) != set(_KINDS):
        raise _fault(f"it must be an object with the keys {', '.join(_KINDS)} and no others")
    for name, kinds in _KINDS.items():
        value = values[name]
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise _fault(f"{name} is of the wrong type")
    if values["viml_project"] != FORMAT:
        raise _fault(f"it is of format {values['viml_project']}, and this page reads {FORMAT}")
    _check_form(values, max_results)
    clip = values["clip"] or {"name": None, "sha256": None}
    if set(clip) != {"name", "sha256"} or (values["clip"] and not _is_digest(clip)):
        raise _fault("clip must have a name and a sha256")
    mixes = {track: Mix.from_values(mix) for track, mix in values["mixes"].items()}
    form = [values[name] for name in _FORM]
    return Project(clip["name"], clip["sha256"], (*form, *values["filters"]), mixes)


class ProjectPanel:
    """Save and reopen; `connect` is told the fields of the form that it stands in."""

    def __init__(self, services: Services) -> None:
        self.services = services
        with gr.Accordion(texts.PROJECT, open=False, elem_classes="vm-advanced", elem_id="project"):
            self.save = gr.Button(texts.PROJECT_SAVE, elem_id="project-save")
            self.saved = gr.File(
                label=texts.PROJECT_SAVED, interactive=False, elem_id="project-saved"
            )
            self.opened = gr.File(
                label=texts.PROJECT_OPEN, file_types=[".json"], height=150, elem_id="project-open"
            )
            self.report = gr.HTML("", elem_id="project-report", apply_default_css=False)

    def connect(self, clip: gr.Video, form: list[Any]) -> None:
        """form: the fields from the words on, as `Project.form` has them."""
        self.clip, self.form = clip, form
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        kept = [self.saved, self.report]
        self.save.click(
            self.show_saved, [clip, *form], kept, queue=False, api_name="save_project", **private
        )
        self.opened.upload(
            self.show_opened,
            self.opened,
            [self.report, clip, *form],
            queue=False,
            api_name="open_project",
            **private,
        )

    def show_saved(self, request: gr.Request, clip: str | None, *form: Any) -> Updates:
        """The session as it is now, as a file."""
        session = self.services.sessions.get(request.session_hash)
        try:
            digest = file_sha256(Path(clip)) if clip else None
        except OSError:
            return {self.report: cards.failed(texts.ERROR_TITLE, texts.ERROR_CLIP_GONE)}
        mixes = {track: mix for (of, track), mix in session.mixes.items() if of == _short(digest)}
        name = Path(clip).name if clip else None
        folder = session.folder / "project"
        folder.mkdir(exist_ok=True)
        file = folder / "viml-project.json"
        file.write_text(Project(name, digest, form, mixes).to_json(), "utf-8")
        return {self.saved: gr.update(value=str(file)), self.report: ""}

    def show_opened(self, request: gr.Request, upload: str) -> Updates:
        """The form as it was saved; the clip as well where this visit has it."""
        session = self.services.sessions.get(request.session_hash)
        try:
            project = read_project(_text(Path(upload)), self.services.settings.max_results)
        except VimlError as error:
            return {self.report: cards.failed(texts.ERROR_TITLE, str(error))}
        for track, mix in project.mixes.items():
            session.mixes[_short(project.clip_sha256), track] = mix
        fields = zip(self.form, project.form, strict=True)
        shown: Updates = {field: gr.update(value=value) for field, value in fields}
        told = texts.PROJECT_OPENED
        kept = _kept_clip(session, project)
        if kept:
            shown[self.clip] = str(kept)
        elif project.clip_name:
            told = texts.project_without_clip(project.clip_name)
        return {**shown, self.report: cards.note(told)}


def _check_form(values: Mapping[str, Any], max_results: int) -> None:
    """Raises `InputError` for what the fields of the page could not hold."""
    if not 1 <= values["count"] <= max_results:
        raise _fault(texts.count_out_of_range(values["count"], max_results).rstrip("."))
    if values["music"] not in (STARTER, OWN):
        raise _fault(f"there is no music called {values['music']!r}")
    if not 0 <= values["alpha"] <= 1:
        raise _fault("alpha must lie between 0 and 1")
    parse_ranking(values["model"])
    if values["model"] not in texts.MODELS:
        raise _fault(f"there is no model called {values['model']!r}")
    if len(values["filters"]) != 8:
        raise _fault("filters must have eight values")
    use, voice, *bounds, include, exclude = values["filters"]
    known = set(known_tags())
    whole = (
        use in texts.USES
        and voice in texts.VOICES
        and all(b is None or (type(b) in _NUMBER and 0 <= b <= 3600) for b in bounds)
        and all(isinstance(tags, list) and set(tags) <= known for tags in (include, exclude))
    )
    if not whole:
        raise _fault("a filter has a value that the page does not know")
    read_filters(*values["filters"])


def _fault(what: str) -> InputError:
    return InputError(texts.no_project(what))


def _is_digest(clip: Mapping[str, Any]) -> bool:
    digest, name = clip["sha256"], clip["name"]
    hexadecimal = isinstance(digest, str) and not set(digest) - set("0123456789abcdef")
    return hexadecimal and len(digest) == 64 and isinstance(name, str)


def _short(digest: str | None) -> str:
    """As the folders of a session's clips are called."""
    return (digest or "")[:32]


def _kept_clip(session: Session, project: Project) -> Path | None:
    if not project.clip_sha256:
        return None
    folder = session.folder / "clips" / _short(project.clip_sha256)
    return next((path for path in folder.glob("*") if path.is_file()), None)


def _text(upload: Path) -> str:
    try:
        if upload.stat().st_size > MAX_BYTES:
            raise _fault("it is too large")
        return upload.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _fault("it cannot be read as text") from error
