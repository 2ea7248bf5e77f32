"""Everything between "a list of tracks" and "a finished clip". No page in here, only functions.

- `mix`: `Mix`, all that a person decides about one finished clip, and its JSON.
- `finisher`: `Finisher`, the one door for a page or a command: it keeps what is slow to find out
  (the clip's own sound and speech, its cuts, a track's beats), previews a changed mix in under a
  second, and exports.
- `moment`: `best_start`, where in a track the clip is suited best, as a curve and a place.
- `placing`: `Placer`, which starts an answer's tracks there.
- `beats`: `find_beats`, beats, bar lines and phrases of a track.
- `cuts`: `find_activity` and `Watcher`, cuts and motion of a clip; `beat_fit`, how they fall on
  beats.
- `fitting`: `arrange`, how a track is brought to the clip's length (loop, phrase end, as is);
  `joining`: `lay`, which makes the sound of it.
- `ducking`: the gain that makes room for speech (found by `viml_core.media.speech`).
- `mixing`: `hear_clip` and `mix_sound`, the sound of the finished clip.
- `export`: the finished file, the music as WAV, and the papers that go with them;
  `edit_list`: CMX 3600 and the ffmpeg line; `credits`: the text that a licence asks for.
"""
