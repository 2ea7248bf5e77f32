"""musicnn against answers of the original TensorFlow graph, and what it must hear."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from viml_core import weights
from viml_core.errors import WeightsError
from viml_core.features import musicnn
from viml_core.features.musicnn import MSD, MTT, PATCH_FRAMES, MusicnnVariant, load_musicnn
from viml_core.features.musicnn_copy import LICENSE_FILE, read_copy, write_copy
from viml_core.features.tensorbundle import read_bundle

# Of `_patch()`, from the graph in the wheel's `.meta` run by TensorFlow 2.21: the likeliest tags
# and the first four of the penultimate layer (batch_normalization_10).
ORIGINAL = {
    "MSD_musicnn": (
        {11: 0.191486, 4: 0.142883, 30: 0.101633, 9: 0.057628, 28: 0.038975, 18: 0.034559},
        (-0.177176, 1.323934, -0.284826, -0.275121),
    ),
    "MTT_musicnn": (
        {0: 0.182487, 7: 0.180564, 2: 0.165197, 6: 0.107426, 3: 0.100927, 9: 0.095663},
        (0.987043, -0.032879, 0.361443, -0.186058),
    ),
}


def _patch() -> torch.Tensor:
    t, f = np.arange(PATCH_FRAMES)[:, None], np.arange(96)[None]
    values = 1.5 + np.sin(t / 7) * np.cos(f / 11) + 0.5 * np.sin(t * f / 500)
    return torch.from_numpy(values.astype(np.float32)[None])


@pytest.mark.parametrize("variant", [MSD, MTT], ids=lambda variant: variant.name)
def test_equals_the_original_graph(variant: MusicnnVariant) -> None:
    tags, penultimate = load_musicnn(variant)(_patch())
    expected_tags, expected_penultimate = ORIGINAL[variant.name]
    top = tags[0].topk(len(expected_tags))
    assert top.indices.tolist() == list(expected_tags)
    np.testing.assert_allclose(top.values, list(expected_tags.values()), atol=5e-6)
    np.testing.assert_allclose(penultimate[0, :4], expected_penultimate, atol=1e-5)


@pytest.mark.parametrize("variant", [MSD, MTT], ids=lambda variant: variant.name)
def test_every_variable_but_the_optimisers_is_in_the_network(variant: MusicnnVariant) -> None:
    variables = read_bundle(weights.find(variant.index), weights.find(variant.data))
    kept = [name for name in variables if "Adam" not in name and "_power" not in name]
    state = {
        name: tensor
        for name, tensor in load_musicnn(variant).state_dict().items()
        if not name.endswith("num_batches_tracked")
    }
    assert len(state) == len(kept)
    checksums = [float(np.abs(variables[name]).sum(dtype=np.float64)) for name in kept]
    ours = [float(tensor.double().abs().sum()) for tensor in state.values()]
    np.testing.assert_allclose(sorted(ours), sorted(checksums), rtol=1e-9)


def test_a_copy_of_the_weights_is_the_same_network_and_nothing_else_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = load_musicnn(MTT)
    write_copy(MTT.name, network.state_dict(), tmp_path)
    assert "Universitat Pompeu Fabra" in (tmp_path / LICENSE_FILE).read_text()
    monkeypatch.setattr(musicnn, "read_copy", partial(read_copy, folder=tmp_path))
    monkeypatch.setattr(musicnn, "_load_wheel", None)  # must not be asked
    copied = load_musicnn(MTT).state_dict()
    assert all(torch.equal(value, copied[name]) for name, value in network.state_dict().items())

    with pytest.raises(WeightsError, match="not those of MSD_musicnn"):
        write_copy(MSD.name, network.state_dict(), tmp_path)
    file = tmp_path / "MTT_musicnn.safetensors"
    whole = file.read_bytes()
    for damaged in (whole[:-1] + bytes([whole[-1] ^ 1]), whole[:999]):
        file.write_bytes(damaged)
        with pytest.raises(WeightsError, match=r"copy (it|them) again"):
            load_musicnn(MTT)


def test_the_vocabularies_have_fifty_different_tags_each() -> None:
    for variant in (MSD, MTT):
        assert len(set(variant.tags)) == len(variant.tags) == 50
    assert (MSD.tags[9], MSD.tags[-1], MTT.tags[9], MTT.tags[-1]) == (
        "jazz",
        "happy",
        "piano",
        "choral",
    )


@pytest.mark.parametrize("change", ["missing", "surplus", "shape"])
def test_other_checkpoints_are_refused(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def altered(*paths: object) -> dict[str, np.ndarray]:
        variables = dict(read_bundle(*paths))  # type: ignore[arg-type]
        if change == "missing":
            del variables["dense/bias"]
        elif change == "surplus":
            variables["dense_2/bias"] = np.zeros(3, np.float32)
        else:
            variables["dense/bias"] = np.zeros(3, np.float32)
        return variables

    monkeypatch.setattr(musicnn, "read_bundle", altered)
    with pytest.raises(WeightsError, match=r"MSD_musicnn .*dense.*pip install"):
        load_musicnn(MSD)
