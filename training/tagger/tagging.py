"""Music files to tagged items: what `python -m training.synthesize` reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from training.data.manifests.media import RESEARCH_LIMITS
from training.synthesis.taxonomy import from_musicnn
from viml_core.console import show_progress
from viml_core.errors import InputError, LimitError, MediaError
from viml_core.features.deepsim_encoder import load_deepsim
from viml_core.library.scan import find_music
from viml_core.media.audio import decode_audio
from viml_core.media.files import atomic_output
from viml_core.types import Waveform

MUSICNN = "musicnn"
DIGITS = 4

Heard = Iterable[tuple[str, float]]  # names and confidences 0..1; nothing where it is silent
Tagger = Callable[[Waveform], Heard]


@dataclass
class Tagged:
    """How many items were written, and why the other files were not."""

    written: int = 0
    left_out: dict[str, str] = field(default_factory=dict)


def load_tagger(name: str) -> Tagger:
    """`musicnn`, or the folder of a checkpoint that `python -m training.tagger train` has made.

    Raises:
        CheckpointError, WeightsError: it cannot be loaded.
    """
    if name == MUSICNN:
        return _musicnn()
    encoder = load_deepsim(Path(name))
    return lambda waveform: encoder.encode(waveform).tags


def _musicnn() -> Tagger:
    from viml_core.features.music import MUSIC_LAYOUT, TAGS, EmbeddedMusicEncoder
    from viml_core.features.text import EmbeddedTextEncoder

    encoder = EmbeddedMusicEncoder(EmbeddedTextEncoder())

    def hear(waveform: Waveform) -> Heard:
        """All confidences, which `x_m` has, where `tags` has the few that a person should see."""
        segments = encoder.encode(waveform).x_m[:, MUSIC_LAYOUT.tags] ** 2
        audible = segments[segments.any(axis=1)]
        return zip(TAGS, audible.mean(axis=0).tolist(), strict=True) if len(audible) else ()

    return hear


def tag_music(music: Path, tagger: Tagger, out: Path) -> Tagged:
    """One JSON line for each music file in the folder (or the one file), in order of the names.

    The id is the path in the folder. `out` is written whole or not at all.

    Raises:
        InputError: no music there, or none of it can be tagged.
        StorageError: `out` cannot be written.
    """
    found = find_music([music])
    files = sorted(found.files)
    if not files:
        raise InputError(f"There is no music file in {music}; name a folder that has some.")
    root = music.resolve() if music.is_dir() else files[0].parent
    done = Tagged(left_out={str(path): reason for path, reason in found.unreadable.items()})
    with atomic_output(out) as partial:
        with partial.open("w", encoding="utf-8") as lines:
            for number, path in enumerate(files):
                show_progress("Tagging", number / len(files))
                name = path.relative_to(root).as_posix()
                try:
                    lines.write(_line(name, path, tagger) + "\n")
                    done.written += 1
                except (MediaError, LimitError) as error:
                    done.left_out[name] = str(error)
        show_progress("Tagged\n")
        if not done.written:
            name, reason = next(iter(done.left_out.items()))
            raise InputError(f"None of the {len(files)} files could be tagged; {name}: {reason}")
    return done


def _line(name: str, path: Path, tagger: Tagger) -> str:
    """Raises MediaError or LimitError for what cannot be read or is silent."""
    heard = tagger(decode_audio(path, max_duration_s=RESEARCH_LIMITS.max_track_s))
    tags = from_musicnn(heard)
    if not any(tags.values()):
        raise MediaError(f"'{path.name}' is silent: there is nothing to tag.")
    rounded = {
        category: {tag: round(confidence, DIGITS) for tag, confidence in found.items()}
        for category, found in tags.items()
    }
    return json.dumps({"id": name, **rounded}, ensure_ascii=False)
