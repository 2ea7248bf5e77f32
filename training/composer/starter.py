"""The starter library: which style, seed and title each of its tracks is."""

from __future__ import annotations

from training.composer.batch import Job

DURATION_S = 49.0

_TRACKS = (
    ("Warm Acoustic Morning", "acoustic-folk", 5),
    ("Gravel Road Holiday", "country-bluegrass", 8),
    ("Over the Stone Bridge", "celtic-jig", 3),
    ("Banners at Dawn", "cinematic-epic", 3),
    ("Candlelight Waltz", "chamber-waltz", 3),
    ("Letters Never Sent", "solo-piano", 8),
    ("Something in the Cellar", "horror-suspense", 2),
    ("Cat on the Counter", "quirky-comedy", 4),
    ("Late Table for Three", "jazz-trio", 1),
    ("Sunlit Terrace", "bossa-nova", 8),
    ("Windows Down", "indie-rock", 7),
    ("Iron Verdict", "heavy-metal", 4),
    ("Pocket Change", "funk-groove", 3),
    ("Slow Harbour Sun", "reggae", 7),
    ("Rooftop After Midnight", "deep-house", 8),
    ("Concrete Pulse", "techno", 3),
    ("Rainy Window Study", "lofi-hip-hop", 9),
    ("Cold Streetlights", "trap", 9),
    ("Level Two Hero", "chiptune", 7),
    ("Neon Coastline", "synthwave", 5),
    ("Still Water", "ambient-pads", 5),
)


def starter_jobs() -> list[Job]:
    """The renderings of the starter library; a file is named after its title."""
    return [
        Job(style, seed, title, f"{title.lower().replace(' ', '-')}.opus", DURATION_S)
        for title, style, seed in _TRACKS
    ]
