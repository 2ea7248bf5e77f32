"""A composer that writes scores in code and renders them to mixed, mastered, labelled audio.

The chain, each step usable alone: `styles` (what a style is) -> `compose` (style, seed -> `Score`)
-> `midi` (score -> bytes) -> `soundfont` and `patches` (stems) -> `mixing`, `mastering` (stereo
PCM) -> `encoding` (tagged Ogg/Opus). Needed only by who rebuilds the starter library or the
training corpus: `fluidsynth` and `fluid-soundfont-gm` of Debian must be installed for the sound.
"""
