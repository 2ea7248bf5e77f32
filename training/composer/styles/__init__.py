"""All styles by name."""

from __future__ import annotations

from training.composer.errors import ComposerError
from training.composer.style import Style
from training.composer.styles import acoustic, band, electronic, jazz, orchestral

STYLES: dict[str, Style] = {
    style.name: style
    for module in (acoustic, orchestral, jazz, band, electronic)
    for style in module.STYLES
}


def find_style(name: str) -> Style:
    """The style of this name. Raises ComposerError listing those there are."""
    if name not in STYLES:
        raise ComposerError(f"There is no style {name!r}; choose one of {', '.join(STYLES)}.")
    return STYLES[name]
