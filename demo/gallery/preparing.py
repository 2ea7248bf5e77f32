"""Prepared examples in a folder: a clip, a text, and what the models answered, with all media.

    GALLERY/calm-sea/example.json, clip.mp4, <track>.m4a ...

An example is made in a folder of its own that takes its place when it is whole.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from demo import listening
from demo.room.comparing import (
    Comparison,
    Sound,
    at_right_moment,
    collection_mark,
    compare,
    parse_models,
)
from viml_core.errors import InputError, StorageError
from viml_core.finishing.finisher import Finisher
from viml_core.finishing.placing import Placer
from viml_core.library import Library
from viml_core.library.identity import file_sha256
from viml_core.models.scoring import Ranking
from viml_core.recommender import Recommender
from viml_core.rerank import BOTH, PICTURE
from viml_core.types import Progress

EXAMPLE_FILE, WORDS_FILE = "example.json", "words.csv"
CLIP_SUFFIXES = (".mp4", ".webm", ".mov", ".mkv")
MODELS, K = ("viml", "mvpt+"), 3  # the paper's figure: ViML beside MVPt+
FORMAT = 2  # of what is kept; another one makes all examples anew
MARK_CHARS = 16
PLACING = (BOTH, PICTURE)  # choose where the tracks begin: see `Placer`


@dataclass(frozen=True)
class Example:
    """A question that is to be prepared. name: of its folder and in its link."""

    name: str
    clip: Path
    text: str

    @property
    def title(self) -> str:
        """The name for people."""
        return self.name.replace("-", " ").capitalize()


@dataclass(frozen=True)
class Prepared:
    """An example with its answers. mark: of all that went into it; picture: the file that plays."""

    name: str
    title: str
    mark: str
    picture: str
    comparison: Comparison


@dataclass(frozen=True)
class Answering:
    """Who answers: the models to compare, out of which library, and how many tracks of each."""

    recommender: Recommender
    library: Library
    models: Sequence[str] = MODELS
    k: int = K


_PREPARED = TypeAdapter(Prepared)


def read_examples(folder: Path) -> tuple[Example, ...]:
    """The clips of a folder with their texts from `words.csv` (columns video,text), where it is.

    Raises:
        InputError: there is no clip, or the table names one that is not there.
    """
    table = folder / WORDS_FILE
    if table.is_file():
        with table.open(newline="", encoding="utf-8") as file:
            rows = [(row.get("video") or "", row.get("text") or "") for row in csv.DictReader(file)]
    else:
        clips = sorted(folder.glob("*")) if folder.is_dir() else []
        rows = [(path.name, "") for path in clips if path.suffix.lower() in CLIP_SUFFIXES]
    if not rows:
        raise InputError(f"There is no clip in {folder}; name a folder of clips with --examples.")
    examples: dict[str, Example] = {}
    for video, text in rows:
        clip = folder / video
        if not (video and clip.is_file()):
            raise InputError(f"{table} names the clip '{video}', which is not in {folder}.")
        base = re.sub(r"[^a-z0-9]+", "-", clip.stem.lower()).strip("-") or "clip"
        names = (base if n == 1 else f"{base}-{n}" for n in range(1, len(rows) + 1))
        name = next(name for name in names if name not in examples)
        examples[name] = Example(name, clip, text.strip())
    return tuple(examples.values())


class Gallery:
    """The examples of one folder. Safe to use from several threads; one is made at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._making = threading.Lock()

    def find(self, name: str) -> Prepared | None:
        """A prepared example; None where it is missing, damaged or of another format.

        A name may come from a link, so it must be a name and no way out of the gallery.
        """
        if Path(name).name != name or name.startswith("."):
            return None
        path = self.folder / name / EXAMPLE_FILE
        try:
            return _PREPARED.validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return None

    def all(self) -> tuple[Prepared, ...]:
        """All that are whole, by name."""
        names = sorted(path.parent.name for path in self.folder.glob(f"[!.]*/{EXAMPLE_FILE}"))
        return tuple(found for found in map(self.find, names) if found)

    def chosen(self, names: Sequence[str] | None = None) -> tuple[Prepared, ...]:
        """The examples of these names in their order; all where nothing is said.

        Raises:
            InputError: one is not there, or none at all.
        """
        found = self.all()
        if not found:
            raise InputError(
                f"There is no example in {self.folder}; run `python -m demo.gallery build --out "
                f"{self.folder}` first."
            )
        by_name = {example.name: example for example in found}
        for name in names or ():
            if name not in by_name:
                raise InputError(f"There is no example '{name}'; there are {', '.join(by_name)}.")
        return tuple(by_name[name] for name in names) if names else found

    def prepare(
        self,
        answering: Answering,
        example: Example,
        progress: Progress,
        cancel: threading.Event | None = None,
    ) -> Prepared:
        """The example as these models and this library answer it, made only where that is new.

        Raises:
            VimlError: a model, the library, the clip or the folder is at fault, or it was stopped.
        """
        rankings = parse_models(answering.models, example.text)
        with self._making:
            mark = _mark(answering, rankings, example)
            found = self.find(example.name)
            if found is None or found.mark != mark:
                with self._building(example.name) as partial:
                    found = _make(answering, rankings, example, mark, partial, progress, cancel)
        return found

    @contextmanager
    def _building(self, name: str) -> Iterator[Path]:
        """A private folder that takes the example's place when all is well."""
        target = self.folder / name
        partial = None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            partial = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=self.folder))
            yield partial
            partial.chmod(0o755)  # what is to be shared may be read by whoever serves it
            if target.exists():
                shutil.rmtree(target)
            partial.rename(target)
        except OSError as error:
            raise StorageError(
                f"The example {target} cannot be written ({error.strerror}); make room, or choose "
                "another folder."
            ) from error
        finally:
            if partial:
                shutil.rmtree(partial, ignore_errors=True)


def _make(
    answering: Answering,
    rankings: Sequence[Ranking],
    example: Example,
    mark: str,
    folder: Path,
    progress: Progress,
    cancel: threading.Event | None,
) -> Prepared:
    recommender = answering.recommender
    clip = recommender.understand(example.clip, folder, progress=progress, cancel=cancel)
    compared = compare(recommender, answering.library, clip, example.text, rankings, answering.k)
    comparison, count = compared.comparison, len(compared.to_render)
    placer = Placer(Finisher(), recommender, clip, example.text)
    for number, suggestion in enumerate(compared.to_render):
        progress(f"{example.title}: sounds", number / count)
        placed = at_right_moment(placer, answering.library, suggestion)
        out = folder / f"{placed.track.track_id}.mp4"
        preview = recommender.preview(clip, placed, out, cancel=cancel)
        sound = listening.sound_of(preview, cancel)
        preview.unlink()
        heard = Sound(sound.name, placed.start_s, listening.drawn(placed.track))
        comparison = comparison.with_sound(placed.track.track_id, heard)
    picture = f"clip{clip.playable.suffix.lower()}"
    shutil.copyfile(clip.playable, folder / picture)
    if clip.proxy:
        clip.proxy.unlink()
    prepared = Prepared(example.name, example.title, mark, picture, comparison)
    text = json.dumps(asdict(prepared), ensure_ascii=False, indent=1)
    (folder / EXAMPLE_FILE).write_text(text, encoding="utf-8")
    return prepared


def _mark(answering: Answering, rankings: Sequence[Ranking], example: Example) -> str:
    """A hash over all that decides what an example shows."""
    recommender = answering.recommender
    tuned = [ranking.tuned(recommender.alphas) for ranking in rankings]
    models = sorted({side for r in tuned for side in (r.video_side, r.text_side)} | set(PLACING))
    embedders = recommender.embedders
    parts = [
        FORMAT,
        answering.k,
        example.text,
        file_sha256(example.clip),
        [(ranking.name, ranking.alpha) for ranking in tuned],
        [embedders[name].fingerprint for name in models if name in embedders],
        recommender.preset.fingerprints,
        recommender.calibration.name if recommender.calibration else None,
        collection_mark(answering.library),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:MARK_CHARS]
