"""MusicCaps: what people wrote about music, and where they said that it would be played.

Agostinelli et al., "MusicLM: Generating Music From Text" (2023): 10 s of 5,521 videos, each with a
caption and a list of aspects, by musicians. CC BY-SA 4.0, no sound. It is read from a path and is
no part of this repository.

A third of the captions end in a sentence such as "This song may be playing in a pirate movie". That
is scene-to-music knowledge from people: the place stands for what a camera sees, the aspects for
the music. Words about the recording rather than the music are left out.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from training.csv_rows import read_csv
from training.data.scenes import Scene
from training.synthesis.taxonomy import vocabulary
from viml_core.errors import InputError

MOST_WORDS = 50  # of a caption; people type less
FEWEST_ASPECTS = 2
SHORTEST = 3  # letters of a place

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MODAL = r"\b(?:could|can|may|might|would|should|suits?|suitable|suited|ideal|perfect|belongs)\b"
_PLAYED = (
    r"\b(?:play(?:ed|ing)?|used?|included|featured|fit|work|heard|suitable|suited|ideal|perfect|"
    r"belongs?|accompany(?:ing)?|good|setting|music|listened)\b"
)
# The first preposition after the verb opens the place.
_PLACE = re.compile(
    rf"{_MODAL}.*?{_PLAYED}.*?\b(?:in|at|on|during|while|for|when|accompanying|is|be)\s+(?P<place>.+)",
    re.IGNORECASE,
)
# What stands around a place without being seen, taken off from the left again and again.
_AROUND = re.compile(
    r"""^(?:(?:in|at|on|during|while|for|of|as|when|with|to|a|an|the|be|also
           |this|these|piece|song|music|can|could|may|might|would|is)\s+
        |(?:the\s+)?(?:background|soundtracks?|score|opening|ending|end|closing|beginning|intro|
           theme|music|setting|playlists?)(?:\s+(?:music|theme|credits))?\s*(?:and|or)?\s+(?:of|in|at|for)\s+
        |(?:out\s+loud|live)\s+)""",
    re.IGNORECASE | re.VERBOSE,
)
_UNSEEN = re.compile(
    r"sampl|beat-?making|remix|tutorial|headphone|loop ?station|jingle|\baudio\b|practi[cs]|"
    r"playlist|demo\b|record|instrument|lesson|backing track|\bDJ\b|hip-?hop|"
    r"background$|range$|register|\bgenre|\bbeat|\blength|\bkey$|sound",
    re.IGNORECASE,
)
_RECORDING = re.compile(
    r"quality|nois[ye]|\bmono\b|stereo|record|\blive\b|audience|crowd|cheer|applau|tutorial|"
    r"\bcover\b|speech|talking|hiss|static|muffled|\bno |without|sound effects|language|amateur|"
    r"panned|microphone|video",
    re.IGNORECASE,
)
# A picture shows what a film shows, not that it is a film.
_FRAME = re.compile(
    r"\b(?:(?:in|of|from)\s+(?:an?|the)\s+)?(?:movies?|films?|tv|series|scenes?|sequences?)\b|\bor\s*$",
    re.IGNORECASE,
)
_LIVELY = re.compile(
    r"energetic|fast|up-?tempo|upbeat|lively|exciting|intense|aggressive|loud|powerful|punchy|"
    r"danc|driving|heavy|party|club|distort|vigorous|groov|happy|\bfun\b|joyful",
    re.IGNORECASE,
)
_CALM = re.compile(
    r"calm|slow|soft|relax|sooth|mellow|gentle|medit|peace|ambient|quiet|lullab|sleep|tranquil|sad|"
    r"melanchol",
    re.IGNORECASE,
)
_MORE_MOODS = (
    "passionate energetic groovy spirited youthful exciting mellow cheerful easygoing fun calming "
    "relaxing enthusiastic intense lively vibrant sentimental melancholic joyful soothing soft "
    "aggressive soulful playful engaging buoyant sad psychedelic suspenseful eerie hypnotic "
    "powerful upbeat haunting dreamy nostalgic mysterious tense heartfelt catchy peaceful"
)


@dataclass(frozen=True)
class Caption:
    """What one person wrote: the sentences about the music, its aspects, the places named."""

    text: str
    aspects: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def moods(self) -> tuple[str, ...]:
        """The aspects that are moods."""
        return tuple(a for a in self.aspects if a in _moods())

    @property
    def energy(self) -> float | None:
        """0..1 by the share of lively words among lively and calm ones; None where neither is."""
        lively = sum(bool(_LIVELY.search(a)) for a in self.aspects)
        calm = sum(bool(_CALM.search(a)) for a in self.aspects)
        return 0.2 + 0.65 * lively / (lively + calm) if lively + calm else None

    def scenes(self) -> list[Scene]:
        """A scene for each place, as far as a caption tells: its look and its misfits are unknown.

        A place that is "a movie" and no more is left out, as are aspects that are moods alone.
        """
        music = tuple(a for a in self.aspects if a not in self.moods)[:6]
        seen = {place: " ".join(_FRAME.sub("", place).split()) for place in self.places}
        return [
            Scene(
                seen=seen[place],
                pace=None,
                cuts=None,
                light=None,
                warmth=None,
                colour=None,
                music=music,
                misfit=(),
                moods=self.moods[:4],
                energy=self.energy,
                request=f"music for {place}",
            )
            for place in self.places
            if music and len(seen[place]) >= SHORTEST
        ]


def read_captions(path: Path) -> list[Caption]:
    """The captions that have something to say of the music.

    Raises:
        InputError: the file is missing, is not MusicCaps, or has nothing in it.
    """
    captions = []
    for number, row in enumerate(read_csv(path, ("caption", "aspect_list")), start=1):
        try:
            aspects = [str(aspect) for aspect in ast.literal_eval(row["aspect_list"])]
        except (ValueError, SyntaxError, TypeError) as error:
            raise InputError(
                f"Row {number} of {path} has no list of aspects: {row['aspect_list']!r:.60}."
            ) from error
        caption = parse_caption(row["caption"], aspects)
        if caption.text and len(caption.aspects) >= FEWEST_ASPECTS:
            captions.append(caption)
    if not captions:
        raise InputError(f"{path} has no captions: give MusicCaps' CSV file.")
    return captions


def parse_caption(text: str, aspects: list[str]) -> Caption:
    """Sort a caption's sentences into those of the music, of places, and of the recording."""
    kept: list[str] = []
    places: list[str] = []
    for sentence in _SENTENCE.split(" ".join(text.split())):
        place = place_of(sentence)
        if place:
            places.append(place)
        elif not _RECORDING.search(sentence) and not re.search(_MODAL, sentence):
            room = MOST_WORDS - sum(len(s.split()) for s in kept)
            if len(sentence.split()) <= room:
                kept.append(sentence)
    musical = (a.strip().lower() for a in aspects if not _RECORDING.search(a))
    return Caption(" ".join(kept), tuple(dict.fromkeys(filter(None, musical))), tuple(places))


def place_of(sentence: str) -> str | None:
    """Where a sentence says that the music would be heard, as something to be seen; else None."""
    found = _PLACE.search(sentence)
    if not found:
        return None
    place = found["place"].rstrip(".!? ")
    while (shorter := _AROUND.sub("", place)) != place:
        place = shorter
    if _UNSEEN.search(place) or not 1 <= len(place.split()) <= 20 or len(place) < SHORTEST:
        return None
    return place


def _moods() -> frozenset[str]:
    named = {tag.name for tag in vocabulary() if tag.category == "moods"}
    return frozenset(named | set(_MORE_MOODS.split()))
