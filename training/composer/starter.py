"""The starter library: which style, seed and title each of its tracks is."""

from __future__ import annotations

from training.composer.batch import Job

DURATION_S = 49.0
_LATER_DURATION_S = 52.0  # no style's last phrase then falls short of 45 s

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
_LATER_TRACKS = (
    ("Last Bus Blues", "slow-blues", 1),
    ("Tunnel Lights", "drum-and-bass", 2),
    ("Paper Aeroplanes", "bright-pop", 11),
    ("Saturday Colours", "bright-pop", 7),
    ("No Curfew", "punk-rock", 10),
    ("Corner Store Tape", "boom-bap", 1),
    ("Sunday Best", "classic-soul", 5),
    ("Mirrorball Avenue", "disco", 4),
    ("Ballroom at Nine", "big-band-swing", 3),
    ("Dust and Daylight", "country-road", 10),
    ("Forward Together", "corporate", 1),
    ("Bright Numbers", "corporate", 3),
    ("Final Whistle", "sports-anthem", 2),
    ("Feast of the Miller", "medieval-dance", 6),
    ("Calle Siete", "salsa", 2),
    ("Patio de Naranjos", "flamenco", 2),
    ("Midnight in Boedo", "tango", 3),
    ("The Tailor Dances", "klezmer", 8),
    ("First Light on the Ghats", "indian-raga", 6),
    ("Caravan of Lanterns", "middle-eastern", 6),
    ("Bamboo After Rain", "east-asian", 1),
    ("Accra Sunrise", "african-highlife", 3),
    ("Letter from Vienna", "string-quartet", 6),
    ("Autumn Correspondence", "string-quartet", 3),
    ("Vaulted Light", "choir-hymn", 5),
    ("Parade on the Green", "brass-march", 7),
    ("Ten Little Boots", "childrens-song", 3),
    ("Snow on the Sill", "christmas", 3),
    ("The Ninth Minute", "thriller-tension", 1),
    ("The Long Ascent", "cinematic-epic", 8),
    ("Glass Horizon", "ambient-pads", 1),
    ("Second Cup of Tea", "lofi-hip-hop", 3),
    ("Poolside Theory", "deep-house", 7),
    ("Before the Rain", "solo-piano", 10),
    ("Porchlight Letters", "acoustic-folk", 10),
    ("Chrome Boulevard", "synthwave", 2),
    ("Blue Umbrella", "jazz-trio", 4),
    ("Rooftop Radio", "indie-rock", 1),
    ("Glass Elevator", "trap", 2),
    ("Behind the Wallpaper", "horror-suspense", 8),
    ("Garden of Mirrors", "chamber-waltz", 11),
)


def starter_jobs() -> list[Job]:
    """The renderings of the starter library; a file is named after its title."""
    return [
        Job(style, seed, title, f"{title.lower().replace(' ', '-')}.opus", duration_s)
        for tracks, duration_s in ((_TRACKS, DURATION_S), (_LATER_TRACKS, _LATER_DURATION_S))
        for title, style, seed in tracks
    ]
