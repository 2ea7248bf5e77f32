"""All styles by name: one file each, `STYLE` in it."""

from __future__ import annotations

from training.composer.errors import ComposerError
from training.composer.style import Style
from training.composer.styles import (
    acoustic_folk,
    african_highlife,
    ambient_pads,
    big_band_swing,
    boom_bap,
    bossa_nova,
    brass_march,
    bright_pop,
    celtic_jig,
    chamber_waltz,
    childrens_song,
    chiptune,
    choir_hymn,
    christmas,
    cinematic_epic,
    classic_soul,
    corporate,
    country_bluegrass,
    country_road,
    deep_house,
    disco,
    drum_and_bass,
    east_asian,
    flamenco,
    funk_groove,
    heavy_metal,
    horror_suspense,
    indian_raga,
    indie_rock,
    jazz_trio,
    klezmer,
    lofi_hip_hop,
    medieval_dance,
    middle_eastern,
    punk_rock,
    quirky_comedy,
    reggae,
    salsa,
    slow_blues,
    solo_piano,
    sports_anthem,
    string_quartet,
    synthwave,
    tango,
    techno,
    thriller_tension,
    trap,
)

_ROOTS = (acoustic_folk, country_bluegrass, celtic_jig)
_ORCHESTRAL = (cinematic_epic, chamber_waltz, solo_piano, horror_suspense, quirky_comedy)
_JAZZ = (jazz_trio, bossa_nova, slow_blues)
_BANDS = (indie_rock, heavy_metal, funk_groove, reggae)
_MACHINES = (
    *(deep_house, techno, lofi_hip_hop, trap),
    *(chiptune, synthwave, drum_and_bass, ambient_pads),
)
_POPULAR = (
    *(bright_pop, punk_rock, boom_bap, classic_soul, disco),
    *(big_band_swing, country_road, corporate, sports_anthem),
)
_WORLD = (
    *(medieval_dance, salsa, flamenco, tango, klezmer),
    *(indian_raga, middle_eastern, east_asian, african_highlife),
)
_OCCASIONS = (string_quartet, choir_hymn, brass_march, childrens_song, christmas, thriller_tension)

STYLES: dict[str, Style] = {
    module.STYLE.name: module.STYLE
    for family in (_ROOTS, _ORCHESTRAL, _JAZZ, _BANDS, _MACHINES, _POPULAR, _WORLD, _OCCASIONS)
    for module in family
}


def find_style(name: str) -> Style:
    """The style of this name. Raises ComposerError listing those there are."""
    if name not in STYLES:
        raise ComposerError(f"There is no style {name!r}; choose one of {', '.join(STYLES)}.")
    return STYLES[name]
