"""What fails is listed with its reason, and what does not is kept. Real encoders, real files."""

from __future__ import annotations

import dataclasses
import json
import resource
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from training.data.manifests.table import Row, write_manifest
from training.extract import main
from training.extraction.encode import encode_item
from training.extraction.job import LOCK_FILE, Job, Report
from training.extraction.maker import ShardMaker
from training.extraction.plan import Item, Modality, Task
from training.extraction.shards import read_shard, shard_path
from viml_core import console
from viml_core.errors import InputError, MediaError, StorageError
from viml_core.features.base import Preset
from viml_core.types import MusicFeatures, Waveform

from .conftest import Command, contents, whole


def run(
    rows: list[Row],
    out: Path,
    preset: Preset,
    *,
    modalities: Sequence[Modality] = ("music",),
    retry: bool = False,
) -> Report:
    """A whole job in this process, two items a shard."""
    job = Job.of(rows, out, preset, modalities, 2)
    maker = ShardMaker(job.plan, preset)

    def pool(tasks: Sequence[Task]) -> Iterator[tuple[int, bytes]]:
        return ((task.shard, maker.make(task)) for task in reversed(tasks))

    return job.run(pool, retry=retry)


def listed(out: Path) -> dict[str, dict[str, str]]:
    lines = (out / "failures.jsonl").read_text().splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def test_failures_are_listed_and_made_good_later(
    media: Path, good_rows: list[Row], preset: Preset, tmp_path: Path
) -> None:
    copy = shutil.copytree(media, tmp_path / "media")
    rows = [dataclasses.replace(r, media=r.media and str(copy / f"{r.id}.mp4")) for r in good_rows]
    rows += [whole(copy / "silent.mp4", 2.0), whole(copy / "cut.mp4", 3.0)]
    (copy / "pal75bars.mp4").rename(tmp_path / "away.mp4")
    out = tmp_path / "out"
    report = run(rows, out, preset)
    assert (report.items, report.extracted, report.left_out) == (6, 3, {"missing": 1})
    assert list(report.failures) == ["pal75bars", "silent", "cut"]
    failures = listed(out)
    assert list(failures) == ["pal75bars", "lost", "silent", "cut"]  # as in the manifest
    assert "There is no file" in failures["pal75bars"]["reason"]
    assert "is silent" in failures["silent"]["reason"]
    assert "cut short" in failures["cut"]["reason"]
    assert failures["lost"] == {"id": "lost", "status": "missing", "reason": ""}

    (tmp_path / "away.mp4").rename(copy / "pal75bars.mp4")
    assert run(rows, out, preset).made == 0
    again = run(rows, out, preset, retry=True)
    assert list(again.failures) == ["silent", "cut"]
    assert (again.made, again.kept) == (2, 1)
    run(rows, tmp_path / "at once", preset)
    assert contents(out) == contents(tmp_path / "at once")


def test_an_odd_item_fails_alone(good_rows: list[Row], preset: Preset, tmp_path: Path) -> None:
    class Sick:
        name, dim, fingerprint = preset.music.name, preset.music.dim, preset.music.fingerprint

        def encode(self, waveform: Waveform) -> MusicFeatures:
            if 3.5 < waveform.duration_s < 4.5:
                raise IndexError("nobody thought of this")
            heard = preset.music.encode(waveform)
            if waveform.duration_s > 4.5:
                heard.x_m[0, 0] = np.nan
            return heard

    report = run(good_rows, tmp_path, dataclasses.replace(preset, music=Sick()))
    assert report.failures == {
        "smptebars": "IndexError: nobody thought of this",
        "rgbtestsrc": "The music gives features that are no numbers (NaN).",
    }
    assert report.extracted == 2


def test_shards_hold_what_the_encoders_give(
    good_rows: list[Row], preset: Preset, tmp_path: Path
) -> None:
    rows = good_rows[1:3]
    run(rows, tmp_path, preset, modalities=("video", "music"))
    job = Job.of(rows, tmp_path, preset, ("video", "music"), 2)
    (task,) = job.tasks
    shard = read_shard(shard_path(tmp_path, 0), job.plan, task.ids)
    assert task.ids == ("pal75bars", "smptebars")
    for i, item in enumerate(task.items):
        encoded = encode_item(item, preset, ("video", "music"))
        for modality, values in encoded.features.items():
            np.testing.assert_array_equal(shard.features[modality][i], values)
            assert values.shape == (
                1,
                getattr(preset, {"video": "visual"}.get(modality, "music")).dim,
            )
        assert [tuple(tag) for tag in shard.header.tags[item.id]] == list(encoded.tags)


def test_another_preset_in_the_folder_is_refused(
    good_rows: list[Row], preset: Preset, tmp_path: Path
) -> None:
    run(good_rows, tmp_path, preset)

    class Newer:
        name, dim, fingerprint, encode = preset.text.name, preset.text.dim, "newer", None

    newer = dataclasses.replace(preset, text=Newer())
    with pytest.raises(InputError, match="holds another extraction: its encoders is"):
        run(good_rows, tmp_path, newer)
    other = tmp_path / "other"
    run(good_rows, other, newer)
    shutil.copy(shard_path(other, 0), shard_path(tmp_path, 0))
    with pytest.raises(InputError, match="holds features of another preset or version"):
        run(good_rows, tmp_path, preset)
    shutil.copy(shard_path(other, 1), shard_path(other, 0))
    with pytest.raises(InputError, match="holds other items than the manifest says"):
        run(good_rows, other, newer)
    sampling = dataclasses.replace(preset.sampling, segment_s=5.0)
    with pytest.raises(InputError, match=r"its segment_s is 10.0, this one's 5.0"):
        run(good_rows, other, dataclasses.replace(newer, sampling=sampling))
    shorter = dataclasses.replace(good_rows[0], end_s=1.0)
    with pytest.raises(InputError, match="its items_sha256 is"):
        run([shorter, *good_rows[1:]], other, newer)
    with pytest.raises(InputError, match="its items is 4, this one's 3"):
        run(good_rows[1:], other, newer)


def test_a_part_of_a_file_is_what_lies_there(media: Path, preset: Preset) -> None:
    path = str(media / "rgbtestsrc.mp4")
    with pytest.raises(MediaError, match="before the item begins"):
        encode_item(Item("late", path, 9.0, 12.0), preset, ("video",))
    wholly = encode_item(Item("all", path, 0.0, 5.0), preset, ("video", "music"))
    beyond = encode_item(Item("more", path, 0.0, 50.0), preset, ("video", "music"))
    for modality, values in wholly.features.items():
        np.testing.assert_array_equal(beyond.features[modality], values)


def test_a_full_disk_keeps_what_was_finished(
    good_rows: list[Row], preset: Preset, tmp_path: Path
) -> None:
    few, many = good_rows[:1], good_rows
    run(few, tmp_path / "few", preset)
    size = shard_path(tmp_path / "few", 0).stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))  # no shard of two items is as small
    try:
        with pytest.raises(StorageError, match=r"cannot be written .* what was finished is kept"):
            run(many, tmp_path / "many", preset)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    left = {path.name for path in (tmp_path / "many").iterdir()}
    assert left == {LOCK_FILE, "extraction.json"}
    assert run(many, tmp_path / "many", preset).extracted == 4


def test_two_runs_do_not_share_a_folder(
    good_rows: list[Row], preset: Preset, tmp_path: Path
) -> None:
    job = Job.of(good_rows, tmp_path, preset, ("music",), 2)
    maker = ShardMaker(job.plan, preset)

    def pool(tasks: Sequence[Task]) -> Iterator[tuple[int, bytes]]:
        with pytest.raises(InputError, match=f"Another run is at work in {tmp_path}; wait"):
            run(good_rows, tmp_path, preset)
        return ((task.shard, maker.make(task)) for task in tasks)

    assert job.run(pool).made == 2
    assert run(good_rows, tmp_path, preset).kept == 2


def test_a_disk_that_is_full_from_the_beginning_is_one_sentence(
    good_rows: list[Row], preset: Preset, tmp_path: Path
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(StorageError, match=r"extraction.json' cannot be written \(File too"):
            run(good_rows, tmp_path, preset)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in tmp_path.iterdir()] == [LOCK_FILE]


def test_the_command_ends_with_two_and_keeps_the_rest(
    media: Path, good_rows: list[Row], extract_here: Command, tmp_path: Path
) -> None:
    path = tmp_path / "m.parquet"
    gone = whole(media / "gone.mp4", 2.0)
    write_manifest([gone, good_rows[0]], path)
    out = tmp_path / "out"
    options = ("--modalities", "music", "--workers", "1")
    done = extract_here("run", "--manifest", path, "--out", out, *options)
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert "1 of 2 items failed, the first of them 'gone': There is no file" in done.stderr
    assert "1 of 2 items; 1 shards made" in done.stdout
    assert listed(out).keys() == {"gone"}


def test_bad_input_is_one_sentence(
    manifest: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(manifest).drop_columns(["media"])
    pyarrow.parquet.write_table(table, tmp_path / "m.parquet")
    cases = {
        "lacks the column media": ("--manifest", tmp_path / "m.parquet"),
        "is not a readable manifest": ("--manifest", tmp_path / "none.parquet"),
        "There is no preset 'grand'": ("--manifest", manifest, "--preset", "grand"),
        "must be at least 1": ("--manifest", manifest, "--workers", "0"),
    }
    for sentence, arguments in cases.items():
        command = ["extract", "run", "--out", tmp_path / "out", *arguments]
        monkeypatch.setattr(sys, "argv", [str(word) for word in command])
        assert console.run("extract", main) == 2
        told = capsys.readouterr().err
        assert sentence in told and told.count("\n") == 1
    assert not (tmp_path / "out").exists()
