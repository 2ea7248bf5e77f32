"""The library with the real decoders and the real music encoder."""

from __future__ import annotations

import subprocess
from pathlib import Path

import gradio
import imageio_ffmpeg
import numpy as np
import pytest

from tests.library.toy import ToyEncoder, ToyModel, ingest, make, open_toy, song, write
from viml_core.features.presets import load_preset
from viml_core.library import Library

AUDIO = Path(gradio.__file__).parent / "media_assets" / "audio"
FORMATS = {
    "wav": ["-c:a", "pcm_s16le"],
    "flac": ["-c:a", "flac"],
    "ogg": ["-c:a", "libvorbis", "-q:a", "4"],
    "opus": ["-c:a", "libopus", "-b:a", "96k"],
    "mp3": ["-c:a", "libmp3lame", "-b:a", "128k"],
    "m4a": ["-c:a", "aac", "-b:a", "128k"],
}


def encode(source: Path, target: Path, *options: str) -> Path:
    """Write `source` anew with ffmpeg's options."""
    target.parent.mkdir(parents=True, exist_ok=True)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", source, *options, target]
    subprocess.run(command, check=True)
    return target


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_brings_its_tags(suffix: str, tmp_path: Path) -> None:
    source = write(tmp_path / "source.wav", song(1, 8, 44100), 44100)
    tags = ("-metadata", "title=Été 🎵", "-metadata", "artist=Fanny & Félix")
    path = encode(source, tmp_path / "music" / f"a.{suffix}", *FORMATS[suffix], *tags)
    [track] = ingest(tmp_path / "lib", tmp_path / "music").added
    assert track.path == path
    assert (track.title, track.artist) == ("Été 🎵", "Fanny & Félix")
    assert track.duration_s == pytest.approx(8, abs=0.1)
    assert -40 < track.loudness_lufs < track.peak_dbfs < 1


def test_all_formats_of_one_recording_are_one_track(tmp_path: Path) -> None:
    source = write(tmp_path / "source.wav", song(1, 8, 44100), 44100)
    for suffix, options in FORMATS.items():
        encode(source, tmp_path / "music" / f"a.{suffix}", *options)
    encoder = ToyEncoder()
    report = make(tmp_path / "lib").ingest([tmp_path / "music"], encoder)
    assert (len(report.added), len(report.duplicates), report.skipped) == (1, 5, ())
    assert encoder.encoded == 1


@pytest.mark.parametrize(
    "options",
    [
        ("-ar", "8000"),
        ("-ac", "6"),
        ("-c:a", "pcm_s24le"),
        ("-c:a", "pcm_u8"),
        ("-af", "aeval=if(between(t\\,1\\,2)\\,0/0\\,val(0))", "-c:a", "pcm_f32le"),
    ],
    ids=["8 kHz", "5.1", "24 bit", "8 bit", "not a number"],
)
def test_odd_sound_is_taken_in_with_finite_numbers(
    options: tuple[str, ...], tmp_path: Path
) -> None:
    source = write(tmp_path / "source.wav", song(1, 8, 44100), 44100)
    encode(source, tmp_path / "music" / "odd.wav", *options)
    [track] = ingest(tmp_path / "lib", tmp_path / "music").added
    assert np.isfinite([track.loudness_lufs, track.peak_dbfs]).all()
    assert np.isfinite(open_toy(tmp_path / "lib").index(ToyModel()).vectors).all()


def test_the_embedded_encoder_fills_a_library(tmp_path: Path) -> None:
    encoder = load_preset().music
    write(tmp_path / "silence.wav", np.zeros(48_000, np.float32))
    library = Library.create(
        tmp_path / "lib", preset_name="embedded", music_encoder_fingerprint=encoder.fingerprint
    )
    report = library.ingest([AUDIO / "sax.wav", tmp_path / "silence.wav"], encoder)
    assert report.skipped == ()
    [sax] = library.rankable()
    assert "jazz" in sax.tags
    assert {track.path.stem for track in library.tracks()} == {"sax", "silence"}

    class Mean(ToyModel):
        dim = encoder.dim

        def embed_music(self, x_m):
            assert {x.shape[1] for x in x_m} == {encoder.dim}
            return np.stack([x.mean(axis=0) / np.linalg.norm(x.mean(axis=0)) for x in x_m])

    query = library.index(Mean()).vectors[0]
    assert library.scores(Mean(), query) == pytest.approx([1.0])
