"""Kept spectrograms: of the file that is there now, whoever decodes it, under either name."""

from __future__ import annotations

import os

import numpy as np
import soundfile

from tests.training.tagger.tones import RATE_HZ, sound
from training.tagger.spectra import keep_spectra

NAMES = [f"{i}.wav" for i in range(4)]


def test_workers_keep_what_one_keeps(tmp_path):
    for i, name in enumerate(NAMES):
        soundfile.write(tmp_path / name, sound("piano", i), RATE_HZ)
    (tmp_path / "broken.wav").write_bytes(b"RIFF and nothing behind it")
    names = [*NAMES, "broken.wav", "missing.wav"]
    one, several = (keep_spectra(names, tmp_path, tmp_path / f"by {n}", workers=n) for n in (1, 3))
    assert sorted(one.files) == sorted(several.files) == NAMES
    assert one.unreadable == several.unreadable
    assert set(one.unreadable) == {"broken.wav", "missing.wav"}
    for name in NAMES:
        np.testing.assert_array_equal(np.load(one.files[name]), np.load(several.files[name]))


def test_another_sound_under_the_same_name_is_heard_anew(tmp_path):
    path, cache = tmp_path / "a.wav", tmp_path / "cache"
    soundfile.write(path, sound("piano", 0), RATE_HZ)
    (first,) = keep_spectra(["a.wav"], tmp_path, cache).files.values()
    before = first.stat().st_mtime_ns
    assert keep_spectra(["a.wav"], tmp_path, cache).files == {"a.wav": first}
    assert first.stat().st_mtime_ns == before
    soundfile.write(path, sound("flute", 0), RATE_HZ)  # as many bytes
    os.utime(path, ns=(1, 1))
    (second,) = keep_spectra(["a.wav"], tmp_path, cache).files.values()
    assert second != first and np.load(second).std() != np.load(first).std()


def test_the_smaller_download_of_mtg_jamendo_has_other_names(tmp_path):
    soundfile.write(tmp_path / "48.low.wav", sound("piano", 0), RATE_HZ)
    assert list(keep_spectra(["48.wav"], tmp_path, tmp_path / "cache").files) == ["48.wav"]
