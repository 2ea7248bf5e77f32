"""From shards and texts to a corpus that can be trained on."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import save_file

from training.data.corpus import Corpus
from training.data.manifests.table import Row
from training.extraction.assemble import assemble
from training.extraction.encode import encode_item
from training.extraction.job import Job
from training.extraction.maker import ShardMaker
from training.extraction.plan import MODALITIES, Modality
from training.extraction.shards import shard_path
from training.extraction.tagged import write_tagged_items
from training.synthesis.taxonomy import from_musicnn
from viml_core.errors import InputError
from viml_core.features.base import Preset

from .conftest import Command, whole


@pytest.fixture
def rows(media: Path, good_rows: list[Row]) -> list[Row]:
    """Two good items, of which one has a person's text, one that fails and one left out."""
    first, second, *_ = good_rows
    described = dataclasses.replace(
        second, split="test", text="A long tone.", start_s=0.5, text_start_s=1.0, text_end_s=2.0
    )
    return [first, whole(media / "silent.mp4", 2.0), described, good_rows[-1]]


def extracted(
    rows: list[Row], out: Path, preset: Preset, modalities: Sequence[Modality] = MODALITIES
) -> Path:
    job = Job.of(rows, out, preset, modalities, 2)
    maker = ShardMaker(job.plan, preset)
    job.run(lambda tasks: ((task.shard, maker.make(task)) for task in tasks))
    return out


def write_texts(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_the_corpus_has_what_was_extracted_and_written(
    rows: list[Row], preset: Preset, tmp_path: Path
) -> None:
    features = extracted(rows, tmp_path / "features", preset)
    texts = write_texts(
        tmp_path / "t.jsonl",
        {"id": "pal75bars", "route": "tags", "text": "tone, calm", "provenance": {}},
        {"id": "testsrc2", "route": "tags", "text": "tone, tense"},
        {"id": "silent", "route": "tags", "text": "of an item that failed"},
        {"id": "testsrc2", "route": "prompt2text", "error": "the server was gone"},
    )
    made = assemble(rows, features, [texts], preset)
    assert (made.failed, made.stray_texts, made.lines_without_text) == (1, 1, 1)
    made.corpus.save(tmp_path / "corpus.safetensors")
    corpus = Corpus.load(tmp_path / "corpus.safetensors")
    assert corpus.ids == ("testsrc2", "pal75bars") and not corpus.synthetic
    assert corpus.encoders == preset.fingerprints
    assert corpus.annotated_s is not None and corpus.annotated_s.tolist() == [-1.0, 0.5]
    assert [corpus.items(split).tolist() for split in ("train", "test")] == [[0], [1]]
    expected = preset.text.encode(["tone, tense", "tone, calm"])
    np.testing.assert_allclose(corpus.texts["tags"].vectors, expected, atol=1e-6)
    assert corpus.items("test", "human").tolist() == [1]
    triplets = corpus.triplets("tags", "train")
    assert len(triplets.rows) == 1 and triplets.empty.shape == (preset.text.dim,)


def test_the_command_says_what_is_in_it(
    manifest: Path, undisturbed: Path, extract_here: Command, tmp_path: Path
) -> None:
    out = tmp_path / "corpus.safetensors"
    done = extract_here("assemble", "--manifest", manifest, "--features", undisturbed, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "4 train, 0 validation, 0 test; 0 failed and are left out" in done.stdout
    assert len(Corpus.load(out)) == 4


def test_what_was_heard_becomes_tagged_items(
    rows: list[Row], preset: Preset, tmp_path: Path
) -> None:
    features = extracted(rows, tmp_path / "features", preset, ["music"])
    count = write_tagged_items(rows, features, tmp_path / "tagged.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "tagged.jsonl").read_text().splitlines()]
    assert count.written == len(lines) and sum(count) == 2  # the silent item was not heard
    job = Job.of(rows, features, preset, ["music"], 2)
    for line in lines:
        item = next(i for task in job.tasks for i in task.items if i.id == line["id"])
        tags = from_musicnn(encode_item(item, preset, ["music"]).tags)
        assert {category: line[category] for category in tags} == tags and any(tags.values())
    with pytest.raises(InputError, match="has no music in it"):
        video = extracted(rows, tmp_path / "video", preset, ["video"])
        write_tagged_items(rows, video, tmp_path / "tagged.jsonl")


def test_what_does_not_fit_is_one_sentence_each(
    rows: list[Row], preset: Preset, tmp_path: Path
) -> None:
    features = extracted(rows, tmp_path / "features", preset)

    def refused(message: str, *texts: Path, of: list[Row] = rows, folder: Path = features) -> None:
        with pytest.raises(InputError, match=message):
            assemble(of, folder, texts, preset)

    refused("not extracted from this manifest", of=rows[1:])
    refused("is not the plan of an extraction", folder=tmp_path)
    refused(
        "has only the modality music", folder=extracted(rows, tmp_path / "m", preset, ["music"])
    )
    line = {"id": "testsrc2", "route": "tags", "text": "a"}
    refused("Line 1 of .* has no id", write_texts(tmp_path / "a", {"text": "a"}))
    refused("second text of the route", write_texts(tmp_path / "b", line, line | {"text": "b"}))
    refused("is not a JSONL file of texts", write_texts(tmp_path / "c", 5))
    with pytest.raises(InputError, match="another version of the preset"):
        newer = dataclasses.replace(preset, text=Newer())
        assemble(rows, features, [], newer)

    path = shard_path(features, 0)
    whole_shard = path.read_bytes()
    path.write_bytes(whole_shard[:-1])
    refused("is missing or cut short .*; run `python -m training.extract run`")
    path.unlink()
    refused("is missing or cut short")
    path.write_bytes(whole_shard)
    with safe_open(path, "np") as file:
        metadata = file.metadata()
        arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    arrays["video"][0, 3] = np.nan
    save_file(arrays, path, metadata)
    refused("has video features of 'testsrc2' that are no numbers")


class Newer:
    """A text encoder of another version, never asked to encode."""

    name, dim, fingerprint, encode = "newer", 384, "newer", None
