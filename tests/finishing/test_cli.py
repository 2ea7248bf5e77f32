"""`python -m viml_core finish`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from viml_core.cli import main
from viml_core.config import STARTER_LIBRARY
from viml_core.finishing.mix import Mix
from viml_core.library.catalogue import Catalogue
from viml_core.types import ClipFeatures


def test_a_clip_is_finished(
    clip: ClipFeatures, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    track = Catalogue(STARTER_LIBRARY, read_only=True).tracks()[0]
    mix = tmp_path / "mix.json"
    mix.write_text(Mix(start_s=4.0, own_sound="keep").to_json())
    options = ["--track", track.track_id, "--mix", str(mix), "--out", str(tmp_path / "out")]
    assert main(["finish", str(clip.info.path), *options]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["picture_copied"] is True
    assert said["loudness_lufs"] == pytest.approx(-14, abs=0.5)
    names = ("video", "music", "mix", "edl", "command", "credits")
    assert all(Path(said[name]).stat().st_size > 0 for name in names)
    assert track.title in Path(said["credits"]).read_text()


@pytest.mark.parametrize(
    ("options", "about"),
    [
        (["--track", "none-such"], "none-such"),
        (["--track", "x", "--mix", "missing.json"], "missing.json"),
        (["--track", "x", "--library", "/nowhere"], "/nowhere"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    clip: ClipFeatures,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    about: str,
) -> None:
    assert main(["finish", str(clip.info.path), *options, "--out", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert about in told and told.count("\n") == 1
