"""Each command as a person runs it, on the shipped clips and a library of a few sounds."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile
from PIL import Image

from tests.features.synth import clicks, noise, sine
from tests.synth import clip
from training.analyses.__main__ import VERBS, main
from training.analyses.genre import heard_genres, told_genres
from training.analyses.material import EXAMPLE_CLIPS, look_at
from viml_core.config import STARTER_LIBRARY
from viml_core.console import run
from viml_core.errors import InputError
from viml_core.features.spectrum import SAMPLE_RATE_HZ
from viml_core.library import Library
from viml_core.recommender import Recommender

PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def sounds(recommender: Recommender, tmp_path_factory) -> Path:
    """A library of five short sounds."""
    folder = tmp_path_factory.mktemp("music")
    made = {"slow": clicks(80, 4), "fast": clicks(160, 4), "low": sine(110, 4)}
    for name, samples in (made | {"high": sine(1760, 4), "noise": noise(4)}).items():
        soundfile.write(folder / f"{name}.wav", samples, SAMPLE_RATE_HZ)
    library = Library.create(
        folder / "library",
        preset_name=recommender.preset.name,
        music_encoder_fingerprint=recommender.preset.music.fingerprint,
    )
    assert len(library.ingest([folder], recommender.preset.music).added) == 5
    return library.folder


@pytest.fixture
def analyses(recommender, monkeypatch, capsys):
    """Runs a command in this process on the models that the session has loaded already."""
    monkeypatch.setattr(Recommender, "load", lambda **_: recommender)

    def call(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["analyses", *map(str, arguments)])
        status = run("analyses", main)
        return status, capsys.readouterr().err

    return call


def written(out: Path, verb: str) -> tuple[dict, list[dict[str, str]]]:
    """The report and the table, once the figure is known to be one."""
    assert (out / f"{verb}.png").read_bytes().startswith(PNG)
    with (out / f"{verb}.csv").open(newline="") as file:
        return json.loads((out / f"{verb}.json").read_text()), list(csv.DictReader(file))


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n")
    return path


def test_genres_out_of_the_box(tmp_path):
    command = [sys.executable, "-m", "training.analyses", "genres", "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(tmp_path / f"genres.{s}") for s in ("png", "json", "csv")]
    report, rows = written(tmp_path, "genres")
    assert report["model"] == "mvpt+"
    assert sum(int(row["tracks"]) for row in rows) == report["tracks"]
    assert sum(int(row["retrieved"]) for row in rows) == 3 * 5
    assert sum(float(row["library_share"]) for row in rows) == pytest.approx(1)


def test_attributes_of_a_users_table(analyses, sounds, tmp_path):
    clip(tmp_path / "moving.mp4", 1.0)
    clip(tmp_path / "red.mp4", 1.0, source="color=c=red")
    (tmp_path / "broken.mp4").write_text("no clip")
    rows = ("moving.mp4,light,day", "red.mp4,light,day", "broken.mp4,light,night")
    labels = table(tmp_path / "labels.csv", "clip,attribute,value", *rows, "red.mp4,scene,studio")
    own = [f"{name}.wav,{name} music" for name in ("slow", "fast", "low", "high", "noise")]
    genres = table(tmp_path / "genres.csv", "track,genre", *own)
    arguments = ("--labels", labels, "--library", sounds, "-k", 2, "--out", tmp_path)
    arguments += ("--genres", genres)
    status, told = analyses("attributes", *arguments)
    assert status == 0, told
    assert "broken.mp4" in told
    report, rows = written(tmp_path, "attributes")
    assert {a: set(values) for a, values in report["attributes"].items()} == {
        "light": {"day"},
        "scene": {"studio"},
    }
    for name, value, clips in (("light", "day", 2), ("scene", "studio", 1)):
        found = report["attributes"][name][value]
        assert found["clips"] == clips
        assert sum(found["retrieved"].values()) == 2 * clips
        assert max(found["retrieved"].values()) <= clips  # no track is found twice for a clip
        cells = [row for row in rows if (row["attribute"], row["value"]) == (name, value)]
        assert sum(float(cell["share"]) for cell in cells) == pytest.approx(1)


def test_same_genre_out_of_the_box(analyses, starter, tmp_path):
    status, told = analyses("same-genre", "--out", tmp_path, "--draws", 20)
    assert status == 0, told
    report, rows = written(tmp_path, "same-genre")
    assert list(report["rows"]) == ["mvpt+", "same genre", "chance"]
    assert report["rows"]["same genre"]["R@10"] > report["rows"]["chance"]["R@10"]
    files = {track.path.name for track in starter.rankable()}
    assert {rows[0][key] for key in ("own", "mvpt+", "same genre")} <= files


def test_tsne_of_any_model(analyses, tmp_path):
    status, told = analyses("tsne", "--out", tmp_path, "--model", "mt")
    assert status == 0, told
    report, rows = written(tmp_path, "tsne")
    assert len(rows) == report["tracks"] == sum(report["genres"].values())
    assert 0 <= report["by_chance"] <= report["nearest_has_genre"] <= 1


def test_change_rate_meets_at_one_and_goes_on(analyses, recommender, sounds, tmp_path):
    clip(tmp_path / "clip.mp4", 1.0)
    (tmp_path / "broken.mp4").write_text("no clip")
    rows = ("clip.mp4,fast.wav", "broken.mp4,slow.wav", "clip.mp4,low.wav")
    pairs = table(tmp_path / "pairs.csv", "clip,track", *rows)
    arguments = ("--pairs", pairs, "--library", sounds)
    arguments += ("--work", tmp_path / "work", "--out", tmp_path, "--rates", 0.5, 1.5)
    status, told = analyses("change-rate", *arguments)
    assert status == 0, told
    assert "left out" in told and "broken.mp4" in told
    report, rows = written(tmp_path, "change-rate")
    assert report["queries"] == 2
    assert [(row["change"], float(row["rate"])) for row in rows] == [
        (change, rate) for change in ("brightness", "hue", "tempo") for rate in (0.5, 1.0, 1.5)
    ]
    by_change = {(row["change"], row["rate"]): row for row in report["rows"]}
    cosines = {key: row["right_cosine"] for key, row in by_change.items()}
    assert len({cosines[change, 1.0] for change in ("brightness", "hue", "tempo")}) == 1
    assert cosines["hue", 0.5] == cosines["hue", 1.5] != cosines["hue", 1.0]
    assert cosines["brightness", 1.0] != cosines["brightness", 0.5] != cosines["hue", 0.5]
    assert cosines["tempo", 0.5] != cosines["tempo", 1.0] != cosines["tempo", 1.5]
    work = tmp_path / "work" / "tempo-1.5"
    fast = Library.open(work, music_encoder_fingerprint=recommender.preset.music.fingerprint)
    (seen,) = look_at([tmp_path / "clip.mp4"], recommender.preset).values()
    own = recommender.cosines("mvpt+", fast, seen, "")  # of the two tracks, each with its clip
    assert len(own) == 2 and cosines["tempo", 1.5] == pytest.approx(own.mean(), abs=1e-5)
    before = [path.stat().st_mtime_ns for path in (work / "audio").iterdir()]
    analyses("change-rate", *arguments)
    assert [path.stat().st_mtime_ns for path in (work / "audio").iterdir()] == before
    assert written(tmp_path, "change-rate")[0] == report


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("genres", "-k", 6), "-k is 6, but the library has 5 tracks"),
        (("genres", "--clips", "none.mp4"), "None of the 1 clips can be read"),
        (("tsne", "--genres", "none.csv"), "none.csv cannot be read as a CSV"),
        (("same-genre",), "0 tracks whose file is named 'still-water.opus'"),
        (("change-rate", "--rates", 4), "The rate 4 is not within 0.5 to 2"),
        (("tsne", "--perplexity", 5), "--perplexity is 5; with 5 tracks"),
        (("tsne", "--model", "pretet"), "The checkpoint has no model 'pretet'"),
        (("tsne", "--library", "/nowhere"), "There is no music library"),
        (("attributes", "--labels", "none.csv"), "none.csv cannot be read as a CSV"),
    ],
)
def test_bad_input_is_one_sentence(analyses, sounds, tmp_path, arguments, told):
    verb, *rest = arguments
    status, said = analyses(verb, "--out", tmp_path, "--library", sounds, *rest)
    assert status == 2
    assert told in said.splitlines()[-1]
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())


def test_words_have_no_picture_to_ask_with(tmp_path):
    """Every analysis that asks with a clip refuses the model that cannot see."""
    assert [verb for verb, (module, _) in VERBS.items() if "mt" in module.MODELS] == ["tsne"]


@pytest.mark.parametrize("package", ["matplotlib.figure", "sklearn.manifold"])
def test_a_missing_package_is_one_sentence(analyses, monkeypatch, tmp_path, package):
    monkeypatch.setitem(sys.modules, package, None)
    status, told = analyses("tsne", "--out", tmp_path)
    assert status == 2 and told.count("\n") == 1
    assert "pip install -r training/requirements.txt" in told


def test_clips_that_cannot_be_read_are_left_out_and_named(recommender, tmp_path, capsys):
    Image.new("RGB", (320, 240), (0, 80, 200)).save(tmp_path / "blue.png")
    (tmp_path / "broken.png").write_text("no picture")
    paths = [tmp_path / "blue.png", clip(tmp_path / "moving.mp4", 1.0), tmp_path / "broken.png"]
    seen = look_at([*paths, paths[0]], recommender.preset)
    assert list(seen) == paths[:2]
    told = capsys.readouterr().err
    assert "left out" in told
    assert "broken.png" in told
    with pytest.raises(InputError, match="None of the 1 clips"):
        look_at(paths[2:], recommender.preset)


def test_the_shipped_clips_and_labels_belong_together():
    examples = Path(VERBS["attributes"][0].EXAMPLE_LABELS).parent
    for name in ("attributes.csv", "pairs.csv"):
        with (examples / name).open(newline="") as file:
            for row in csv.DictReader(file):
                assert (EXAMPLE_CLIPS / row["clip"]).exists()
                assert "track" not in row or (STARTER_LIBRARY / "audio" / row["track"]).exists()


def test_genres_are_a_users_own_where_a_table_names_them(recommender, sounds, tmp_path):
    library = Library.open(sounds, music_encoder_fingerprint=recommender.preset.music.fingerprint)
    names = [track.path.name for track in library.rankable()]
    rows = [f"{name},{'high' if 'high' in name else 'other'}" for name in (*names, "further.wav")]
    told = told_genres(table(tmp_path / "genres.csv", "track,genre", *rows), library)
    assert dict(zip(names, told, strict=True))["high.wav"] == "high" and told.count("other") == 4
    with pytest.raises(InputError, match="no genre for 1 of the library's tracks"):
        told_genres(table(tmp_path / "short.csv", "track,genre", *rows[1:]), library)
    with pytest.raises(InputError, match="more than one genre"):
        told_genres(table(tmp_path / "twice.csv", "track,genre", *rows, "high.wav,low"), library)


def test_features_of_other_encoders_name_no_genre(tmp_path):
    library = Library.create(tmp_path, preset_name="paper", music_encoder_fingerprint="clap")
    with pytest.raises(InputError, match="preset 'paper', which name no genres"):
        heard_genres(library)
