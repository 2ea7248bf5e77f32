"""The written knowledge: valid, varied, balanced over styles, and not a copy of the benchmark."""

from __future__ import annotations

import csv
import re
from itertools import combinations
from pathlib import Path

import pytest

from training.data.scenes import read_moving_scenes, read_scenes

DATA = Path(__file__).resolve().parents[3] / "training" / "data"
SCENES = read_scenes()
DRAWN = [scene for _, scene in read_moving_scenes()]
UNIT_MEASURES = ("pace", "cuts", "light", "colour", "energy")
# the least number of scenes that each style must fit, and how people name it
LEAST_SCENES = 10
STYLES = {
    "african": "afro|african|djembe|kora|kalimba|thumb piano|amapiano",
    "ambient": "ambient",
    "bluegrass": "bluegrass|banjo|hoedown",
    "blues": "blues",
    "boom bap": "boom bap|old school hip hop",
    "bossa nova": "bossa",
    "celtic": "celtic|irish|bagpipe",
    "chamber": "chamber|string quartet|baroque|classical",
    "children's": "children|kids|lullaby|music box",
    "chiptune": "chiptune|8-bit",
    "choir": "choir|choral|gospel|chant",
    "christmas": "christmas|sleigh|jingle",
    "cinematic": "cinematic",
    "comedy": "comedy|comic|cartoon|silly",
    "corporate": "corporate",
    "country": "country|americana",
    "disco": "disco",
    "drum and bass": "drum and bass|breakbeat",
    "east asian": "east asian|koto|japanese|chinese|erhu|guzheng|taiko",
    "epic": "epic",
    "flamenco": "flamenco|spanish guitar",
    "folk": "folk",
    "funk": "funk",
    "horror": "horror|creepy|spooky|eerie",
    "house": "house",
    "indian": "indian|sitar|bollywood|tabla|bhangra",
    "jazz": "jazz",
    "klezmer": "klezmer|balkan|gypsy",
    "lo-fi": "lo-fi|lofi|chillhop",
    "march": "march|brass band|military",
    "medieval": r"medieval|renaissance|\blute|hurdy-gurdy",
    "metal": "metal",
    "middle eastern": r"middle eastern|\boud|arabic|persian|gnawa|duduk",
    "piano": "piano",
    "polka": "polka|oompah",
    "pop": "pop",
    "punk": "punk",
    "ragtime": "ragtime|honky-tonk",
    "reggae": r"reggae|\bska\b|\bdub\b",
    "rock": "rock",
    "salsa": "salsa|cumbia|latin|mambo",
    "soul": "soul|motown|r&b",
    "sports": "sports|stadium|anthem",
    "suspense": "suspense|tense|tension|ominous",
    "swing": "swing|big band",
    "synthwave": "synthwave|outrun|80s synth|retro synth",
    "tango": "tango",
    "techno": "techno",
    "trap": "trap|drill|phonk",
    "waltz": "waltz",
}
FILLERS = set(
    re.findall(r"\w+", "a an the of in on and with to at by from his her its their into over as is")
)


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower())) - FILLERS


def overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_enough_scenes_and_each_is_complete():
    assert len(SCENES) >= 700
    for scene in SCENES + DRAWN:
        assert 3 <= len(scene.music) <= 6, scene.seen
        assert 2 <= len(scene.misfit) <= 4, scene.seen
        assert 2 <= len(scene.moods) <= 4, scene.seen
        assert 3 <= len(scene.request.split()) <= 12, scene.request
        assert len(words(scene.seen)) >= 5, scene.seen


def test_measures_are_in_range():
    for scene in SCENES + DRAWN:
        assert all(0 <= getattr(scene, name) <= 1 for name in UNIT_MEASURES), scene.seen
        assert -1 <= scene.warmth <= 1, scene.seen


def test_no_phrase_both_fits_and_misfits():
    for scene in SCENES + DRAWN:
        clashes = [(a, b) for a in scene.music for b in scene.misfit if a in b or b in a]
        assert not clashes, f"{scene.seen}: {clashes}"


@pytest.mark.parametrize(("field", "limit"), [("seen", 0.5), ("request", 0.75)])
def test_no_two_scenes_are_near_duplicates(field, limit):
    texts = [(getattr(scene, field), words(getattr(scene, field))) for scene in SCENES]
    near = [(a, b) for (a, x), (b, y) in combinations(texts, 2) if overlap(x, y) > limit]
    assert not near


@pytest.mark.parametrize("style", STYLES)
def test_every_style_fits_somewhere(style):
    pattern = re.compile(STYLES[style])
    assert sum(any(map(pattern.search, scene.music)) for scene in SCENES) >= LEAST_SCENES


def test_calm_and_lively_scenes_balance():
    energy = [scene.energy for scene in SCENES]
    assert sum(e < 0.35 for e in energy) >= len(energy) / 6
    assert sum(e > 0.65 for e in energy) >= len(energy) / 6
    assert 0.4 < sum(energy) / len(energy) < 0.6


def test_no_scene_describes_a_development_clip():
    for clip in rows(DATA / "dev" / "clips.csv"):
        seen = words(clip["seen"])
        worst = max(SCENES + DRAWN, key=lambda scene: overlap(words(scene.seen), seen))
        assert overlap(words(worst.seen), seen) < 0.35, (clip["seen"], worst.seen)


def test_no_request_repeats_a_development_query():
    for track in rows(DATA / "dev" / "tracks.csv"):
        query = words(track["query"])
        near = [s.request for s in SCENES + DRAWN if overlap(words(s.request), query) >= 0.4]
        assert not near, (track["query"], near)


def test_styles_are_described_within_range():
    styles = rows(DATA / "knowledge" / "styles.csv")
    assert len({row["style"] for row in styles}) == len(styles) >= 60
    for row in styles:
        for name in ("energy", "brightness", "acoustic", "percussive", "vocal"):
            assert 0 <= float(row[name]) <= 1, row["style"]
        assert 30 < int(row["tempo_lo"]) < int(row["tempo_hi"]) <= 220, row["style"]
        assert row["mode"] in {"major", "minor", "either"}, row["style"]
        for name in ("synonyms", "moods", "uses"):
            assert len(row[name].split(";")) >= 3, row["style"]
        assert row["instruments"], row["style"]
