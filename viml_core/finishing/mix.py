"""All that a person decides about one finished clip, and the JSON that keeps it."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

from viml_core.errors import InputError

OwnSound = Literal["keep", "duck", "mute"]
Fit = Literal["loop", "cut", "as is"]

DUCK_DEPTHS_DB = (-4.0, -8.0, -14.0)
FORMAT = 1  # of the JSON; raise it when a key changes its meaning


@dataclass(frozen=True)
class Mix:
    """How a track goes under a clip.

    start_s: the moment of the track that is heard with the first picture.
    fade_in_s, fade_out_s: of the music; it never stops hard, so a fade out of less than
        `fitting.FittingConfig.least_fade_s` is made that long.
    music_level_db: beside the clip's own sound, how much louder the music is than its usual place
        (both at the same loudness); alone, how far above the loudness target it is heard.
    own_sound: the clip's own sound is kept as it is, kept while the music makes room for speech, or
        left out.
    duck_depth_db: by how much the music is lowered while somebody speaks, one of `DUCK_DEPTHS_DB`.
    loudness_lufs: integrated loudness of the result (ITU-R BS.1770).
    fit: what happens where the track's rest and the clip differ in length: loop at a bar line, cut
        at the end of a phrase, or leave it (it fades at the clip's end, or the clip outlasts it).
    """

    start_s: float = 0.0
    fade_in_s: float = 0.3
    fade_out_s: float = 1.5
    music_level_db: float = 0.0
    own_sound: OwnSound = "mute"
    duck_depth_db: float = -8.0
    loudness_lufs: float = -14.0
    fit: Fit = "loop"

    def __post_init__(self) -> None:
        """Raises `InputError` for a value out of its range."""
        for name, (low, high) in RANGES.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise InputError(f"The mix has {name} = {value!r}, but it must be a number.")
            if not (math.isfinite(value) and low <= value <= high):
                raise InputError(
                    f"The mix has {name} = {value:g}, but it must lie between {low:g} and {high:g}."
                )
            object.__setattr__(self, name, float(value))
        for name, allowed in CHOICES.items():
            if getattr(self, name) not in allowed:
                named = ", ".join(
                    f"{value:g}" if isinstance(value, float) else value for value in allowed
                )
                raise InputError(
                    f"The mix has {name} = {getattr(self, name)!r}, but it must be one of {named}."
                )

    def to_json(self) -> str:
        """The mix as JSON, which `from_json` reads back to an equal one."""
        return json.dumps({"viml_mix": FORMAT, **asdict(self)}, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Mix:
        """A mix from its JSON; keys that are not there keep their defaults.

        Raises `InputError`, one sentence, for what is no mix: no JSON object, an unknown key, a
        value of another type or out of its range, another format.
        """
        try:
            values = json.loads(text)
        except ValueError as error:
            raise InputError(f"The mix is not JSON ({error}); export it again.") from error
        return cls.from_values(values)

    @classmethod
    def from_values(cls, values: Any) -> Mix:
        """A mix from what JSON holds. Raises as `from_json`."""
        if not isinstance(values, dict):
            raise InputError(f"The mix is a {type(values).__name__}, but it must be an object.")
        known = [field.name for field in fields(cls)]
        unknown = sorted(set(values) - {*known, "viml_mix"})
        if unknown:
            raise InputError(
                f"The mix has the unknown key {unknown[0]!r}; it knows {', '.join(known)}."
            )
        if values.get("viml_mix", FORMAT) != FORMAT:
            raise InputError(
                f"The mix is of format {values['viml_mix']!r} and this version reads {FORMAT}; "
                "make it anew."
            )
        return cls(**{name: value for name, value in values.items() if name != "viml_mix"})


RANGES: dict[str, tuple[float, float]] = {
    "start_s": (0.0, 86400.0),
    "fade_in_s": (0.0, 30.0),
    "fade_out_s": (0.0, 30.0),
    "music_level_db": (-40.0, 12.0),
    "duck_depth_db": (min(DUCK_DEPTHS_DB), max(DUCK_DEPTHS_DB)),
    "loudness_lufs": (-40.0, -8.0),
}
CHOICES: dict[str, tuple[Any, ...]] = {
    "own_sound": get_args(OwnSound),
    "duck_depth_db": DUCK_DEPTHS_DB,
    "fit": get_args(Fit),
}
