"""All styles by name: one file each, `STYLE` in it."""

from __future__ import annotations

from training.composer.errors import ComposerError
from training.composer.style import Style
from training.composer.styles import (
    acoustic_folk,
    ambient_pads,
    bossa_nova,
    celtic_jig,
    chamber_waltz,
    chiptune,
    cinematic_epic,
    country_bluegrass,
    deep_house,
    drum_and_bass,
    funk_groove,
    heavy_metal,
    horror_suspense,
    indie_rock,
    jazz_trio,
    lofi_hip_hop,
    quirky_comedy,
    reggae,
    slow_blues,
    solo_piano,
    synthwave,
    techno,
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

STYLES: dict[str, Style] = {
    module.STYLE.name: module.STYLE
    for module in (*_ROOTS, *_ORCHESTRAL, *_JAZZ, *_BANDS, *_MACHINES)
}


def find_style(name: str) -> Style:
    """The style of this name. Raises ComposerError listing those there are."""
    if name not in STYLES:
        raise ComposerError(f"There is no style {name!r}; choose one of {', '.join(STYLES)}.")
    return STYLES[name]
