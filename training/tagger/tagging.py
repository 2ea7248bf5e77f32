"""Music files to tagged items: what `python -m training.synthesize` reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.data.manifests.media import RESEARCH_LIMITS
from training.synthesis.records import append_row, only_writer
from training.synthesis.taxonomy import from_musicnn
from viml_core.console import show_progress
from viml_core.errors import InputError, LimitError, MediaError, StorageError
from viml_core.features.deepsim_encoder import load_deepsim
from viml_core.library.scan import find_music
from viml_core.media.audio import decode_audio
from viml_core.types import Waveform

MUSICNN = "musicnn"
DIGITS = 4

Heard = Iterable[tuple[str, float]]  # names and confidences 0..1; nothing where it is silent


@dataclass(frozen=True)
class Tagger:
    """What hears tags in a track. fingerprint: other weights have another."""

    hear: Callable[[Waveform], Heard]
    fingerprint: str


@dataclass
class Tagged:
    """How many items were written, now and by a run that was killed, and why other files not."""

    written: int = 0
    kept: int = 0
    left_out: dict[str, str] = field(default_factory=dict)


def load_tagger(name: str) -> Tagger:
    """`musicnn`, or the folder of a checkpoint that `python -m training.tagger train` has made.

    Raises:
        CheckpointError, WeightsError: it cannot be loaded.
    """
    if name == MUSICNN:
        return _musicnn()
    encoder = load_deepsim(Path(name))
    return Tagger(lambda waveform: encoder.encode(waveform).tags, encoder.fingerprint)


def _musicnn() -> Tagger:
    from viml_core.features.music import MUSIC_LAYOUT, TAGS, EmbeddedMusicEncoder
    from viml_core.features.text import EmbeddedTextEncoder

    encoder = EmbeddedMusicEncoder(EmbeddedTextEncoder())

    def hear(waveform: Waveform) -> Heard:
        """All confidences, which `x_m` has, where `tags` has the few that a person should see."""
        segments = encoder.encode(waveform).x_m[:, MUSIC_LAYOUT.tags] ** 2
        audible = segments[segments.any(axis=1)]
        return zip(TAGS, audible.mean(axis=0).tolist(), strict=True) if len(audible) else ()

    return Tagger(hear, encoder.fingerprint)


def tag_music(music: Path, tagger: Tagger, out: Path) -> Tagged:
    """One JSON line for each music file in the folder (or the one file).

    The id is the path in the folder. `out` is written whole or not at all; a killed run goes on
    where it was when it is started again.

    Raises:
        InputError: no music there, none of it can be tagged, or another process writes `out`.
        StorageError: `out` cannot be written.
    """
    found = find_music([music])
    files = sorted(found.files)
    if not files:
        raise InputError(f"There is no music file in {music}; name a folder that has some.")
    root = music.resolve() if music.is_dir() else files[0].parent
    done = Tagged(left_out={str(path): reason for path, reason in found.unreadable.items()})
    with only_writer(out):
        unfinished = _unfinished(out, tagger, root)
        kept = _finished(unfinished)
        for number, path in enumerate(files):
            show_progress("Tagging", number / len(files))
            name = path.relative_to(root).as_posix()
            if name in kept:
                done.kept += 1
                continue
            try:
                append_row(unfinished, _item(name, path, tagger))
                done.written += 1
            except (MediaError, LimitError) as error:
                done.left_out[name] = str(error)
        show_progress("Tagged\n")
        if not done.written + done.kept:
            name, reason = next(iter(done.left_out.items()))
            raise InputError(f"None of the {len(files)} files could be tagged; {name}: {reason}")
        try:
            unfinished.replace(out)
        except OSError as error:
            raise StorageError(f"{out} cannot be written: {error}.") from error
    return done


def _unfinished(out: Path, tagger: Tagger, root: Path) -> Path:
    """Where the lines of one tagger and one folder wait for the others."""
    run = hashlib.sha256(f"{tagger.fingerprint}\n{root}".encode("utf-8", "surrogateescape"))
    return out.with_name(f".{out.name}.{run.hexdigest()[:16]}.part")


def _finished(unfinished: Path) -> set[str]:
    """The ids in what a killed run has left; a line that it cut short is taken off."""
    ids: set[str] = set()
    if not unfinished.exists():
        return ids
    whole_bytes = 0
    with unfinished.open("r+b") as file:
        for line in file:
            if not line.endswith(b"\n"):
                break
            ids.add(json.loads(line)["id"])
            whole_bytes += len(line)
        file.truncate(whole_bytes)
    return ids


def _item(name: str, path: Path, tagger: Tagger) -> dict[str, Any]:
    """Raises MediaError or LimitError for what cannot be read or is silent."""
    heard = tagger.hear(decode_audio(path, max_duration_s=RESEARCH_LIMITS.max_track_s))
    tags = from_musicnn(heard)
    if not any(tags.values()):
        raise MediaError(f"'{path.name}' is silent: there is nothing to tag.")
    rounded = {
        category: {tag: round(confidence, DIGITS) for tag, confidence in found.items()}
        for category, found in tags.items()
    }
    return {"id": name, **rounded}
