"""What to write under a clip about its music."""

from __future__ import annotations

import re

from viml_core.finishing.mix import Mix
from viml_core.media.tags import UNKNOWN_ARTIST, UNKNOWN_LICENSE
from viml_core.types import Track

_CC = re.compile(r"CC-(?P<terms>BY(?:-NC|-SA|-ND)*)-(?P<version>\d\.\d)", re.IGNORECASE)
_CC0 = re.compile(r"CC0(?:-(?P<version>\d\.\d))?", re.IGNORECASE)


def license_link(license_name: str) -> str | None:
    """Where the text of a licence is, for the Creative Commons licences and whatever is a link."""
    found = _CC.fullmatch(license_name.strip())
    if found:
        terms = found["terms"].lower()
        return f"https://creativecommons.org/licenses/{terms}/{found['version']}/"
    found = _CC0.fullmatch(license_name.strip())
    if found:
        return f"https://creativecommons.org/publicdomain/zero/{found['version'] or '1.0'}/"
    link = re.search(r"https?://\S+", license_name)
    return link[0] if link else None


def credits(track: Track, mix: Mix) -> str:
    """Title, artist, licence, its link, and what was changed, as attribution licences ask for.

    What is not known is said to be unknown, never left out.
    """
    artist = track.artist if track.artist not in ("", UNKNOWN_ARTIST) else "an unknown artist"
    known = track.license not in ("", UNKNOWN_LICENSE)
    licence = f"Licence: {track.license}" if known else "Licence: unknown; ask the artist."
    link = license_link(track.license)
    minutes, seconds = divmod(int(mix.start_s), 60)
    changes = f"Changes: an excerpt from {minutes}:{seconds:02d} on, faded, its level adapted"
    changes += ", lowered under speech." if mix.own_sound == "duck" else "."
    lines = [f'Music: "{track.title}" by {artist}', f"{licence} ({link})" if link else licence]
    return "\n".join([*lines, changes, ""])
