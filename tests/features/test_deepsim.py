"""DeepSim against its description: sizes by hand, the spectrogram by librosa, files damaged."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from viml_core.errors import CheckpointError, MediaError
from viml_core.features.deepsim import (
    DIMENSIONS,
    EMBEDDING_DIM,
    HOP,
    N_FFT,
    N_MELS,
    SAMPLE_RATE_HZ,
    WINDOW_FRAMES,
    DeepSim,
    DeepSimConfig,
    mel_filterbank,
    mono,
    spectrogram,
    subspace_masks,
    windows,
)
from viml_core.features.deepsim_encoder import (
    DeepSimEncoder,
    _segment_bounds,
    load_deepsim,
    save_deepsim,
)
from viml_core.types import Waveform

TAGS = tuple(f"tag {i}" for i in range(89))
SMALL = DeepSimConfig(("rock", "piano", "calm"), width=0.125)


def sound(seconds: float, level: float = 0.1, rate_hz: int = SAMPLE_RATE_HZ) -> Waveform:
    """Noise under a tone that rises, so that no two windows are alike."""
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    noise = np.random.default_rng(0).standard_normal(len(t))
    samples = level * (np.sin(2 * np.pi * (200 + 20 * t) * t) + 0.1 * noise)
    return Waveform(samples[None].astype(np.float32), rate_hz)


@pytest.fixture(scope="module")
def encoder() -> DeepSimEncoder:
    torch.manual_seed(0)
    return DeepSimEncoder(DeepSim(SMALL), "test")


def test_three_seconds_are_129_frames() -> None:
    assert 3 * SAMPLE_RATE_HZ // HOP == WINDOW_FRAMES
    frames = spectrogram(sound(3.0).samples[0])
    assert frames.shape == (130, N_MELS)  # one more is centred on the last sample
    assert windows(frames[:WINDOW_FRAMES]).shape == (1, 129, 128)


def test_the_spectrogram_is_librosas() -> None:
    librosa = pytest.importorskip("librosa")
    mel = {"sr": SAMPLE_RATE_HZ, "n_fft": N_FFT, "n_mels": N_MELS, "htk": True}
    np.testing.assert_allclose(mel_filterbank(), librosa.filters.mel(**mel), atol=1e-8)
    samples = sound(100.0).samples[0]  # long enough to be computed in parts
    power = librosa.feature.melspectrogram(y=samples, hop_length=HOP, **mel)
    np.testing.assert_allclose(spectrogram(samples), np.log10(1e4 * power.T + 1), atol=2e-4)


def conv(inputs: int, outputs: int, kernel: int) -> int:
    """Parameters of a convolution without bias, and of the batch norm behind it."""
    return inputs * outputs * kernel**2 + 2 * outputs


def test_the_paper_has_so_many_parameters() -> None:
    total, channels = 2 + conv(1, 64, 5), 64
    for _ in range(6):
        total += conv(channels, 48, 1)
        total += conv(channels, 64, 1) + conv(64, 96, 3) + conv(96, 96, 3)
        channels += 48 + 96
        total += conv(channels, 64, 1)
        total += conv(channels, 48, 1) + conv(48, 64, 5)
        total += conv(channels, 64, 1) + conv(64, 96, 3) + conv(96, 96, 3)
        total += conv(channels, 32, 1)
        channels = 256
    total += 256 * 256 + 256
    network = DeepSim(DeepSimConfig(TAGS))
    assert total == 2_806_210
    assert sum(p.numel() for p in network.parameters()) == total + (256 + 1) * 89


def described(network: DeepSim, spectra: torch.Tensor) -> torch.Tensor:
    """The network's weights used as the description says, layer by layer."""
    state = network.state_dict()

    def normed(name: str, x: torch.Tensor) -> torch.Tensor:
        statistics = ("running_mean", "running_var", "weight", "bias")
        return F.batch_norm(x, *(state[f"{name}.{key}"] for key in statistics))

    def conv(name: str, x: torch.Tensor, stride: int = 1) -> torch.Tensor:
        weight = state[f"{name}.0.weight"]
        x = F.conv2d(x, weight, padding=weight.shape[-1] // 2)[:, :, ::stride, ::stride]
        return F.relu(normed(f"{name}.1", x))

    x = F.max_pool2d(conv("stem.0", normed("input_bn", spectra[:, None])), 2)
    for i in range(6):
        down, plain = (f"blocks.{2 * i + k}.branches" for k in (0, 1))
        a = conv(f"{down}.0.1", x, stride=2)
        b = conv(f"{down}.1.2", conv(f"{down}.1.1", conv(f"{down}.1.0", x)), stride=2)
        x = torch.cat([a, b, F.max_pool2d(x, 3, stride=2, padding=1)], dim=1)
        a = conv(f"{plain}.0", x)
        b = conv(f"{plain}.1.1", conv(f"{plain}.1.0", x))
        c = conv(f"{plain}.2.2", conv(f"{plain}.2.1", conv(f"{plain}.2.0", x)))
        d = conv(f"{plain}.3.1", F.avg_pool2d(x, 3, stride=1, padding=1))
        x = torch.cat([a, b, c, d], dim=1)
    x = F.relu(F.conv2d(x, state["output.0.weight"], state["output.0.bias"]))
    return x.mean(dim=(2, 3))


def test_every_layer_is_the_described_one() -> None:
    torch.manual_seed(0)
    network = DeepSim(SMALL).eval()
    with torch.inference_mode():
        for norm in (m for m in network.modules() if isinstance(m, torch.nn.BatchNorm2d)):
            norm.running_mean.normal_(std=0.3)
            norm.running_var.uniform_(0.2, 0.5)
        spectra = torch.rand(3, 129, 128)
        expected = described(network, spectra)
        assert expected.std() > 1e-3
        torch.testing.assert_close(network(spectra), expected, rtol=1e-3, atol=1e-5)


def test_shapes_and_ranges() -> None:
    torch.manual_seed(0)
    network = DeepSim(DeepSimConfig(TAGS)).eval()
    with torch.inference_mode():
        features = network.stem(network.input_bn(torch.randn(2, 1, 129, 128)))
        assert features.shape == (2, 64, 64, 64)
        for i, block in enumerate(network.blocks):
            features = block(features)
            side = 64 >> (i // 2 + 1)
            assert features.shape == (2, 256 if i % 2 else (208 if i == 0 else 400), side, side)
        embedded = network(torch.randn(2, 129, 128))
        assert network.tag_logits(embedded).shape == (2, 89)
    assert embedded.shape == (2, EMBEDDING_DIM)
    assert (embedded >= 0).all() and embedded.std() > 0


def test_masks_part_the_embedding_in_four() -> None:
    masks = subspace_masks()
    assert masks.sum(dim=0).tolist() == [1.0] * EMBEDDING_DIM
    for i in range(len(DIMENSIONS)):
        chosen = masks[i].nonzero().flatten().tolist()
        assert chosen == list(range(64 * i, 64 * (i + 1)))


@given(frames=st.integers(1, 1000))
@settings(max_examples=50, deadline=None)
def test_windows_cover_every_frame(frames: int) -> None:
    numbers = torch.arange(1.0, frames + 1)[:, None].expand(-1, N_MELS)
    cut = windows(numbers)
    assert cut.shape[1:] == (WINDOW_FRAMES, N_MELS)
    assert set(cut.flatten().tolist()) == set(range(1, frames + 1))
    if frames >= WINDOW_FRAMES:
        assert ((cut[:, 1:] - cut[:, :-1]) == 1).all()


@pytest.mark.parametrize(("seconds", "rows"), [(0.5, 1), (10.0, 1), (12.0, 1), (13.5, 2), (26, 3)])
def test_segments_of_ten_seconds(encoder: DeepSimEncoder, seconds: float, rows: int) -> None:
    music = encoder.encode(sound(seconds))
    assert music.x_m.shape == (rows, encoder.dim)
    assert len({row.tobytes() for row in music.x_m}) == rows
    assert {name for name, _ in music.tags} == set(SMALL.tags)
    confidences = [confidence for _, confidence in music.tags]
    assert confidences == sorted(confidences, reverse=True)


def test_segments_of_a_long_track_stay_ten_seconds_apart() -> None:
    half_a_frame_s = HOP / SAMPLE_RATE_HZ / 2
    bounds = list(_segment_bounds(3605 * SAMPLE_RATE_HZ // HOP + 1))
    assert [stop for _, stop in bounds[:-1]] == [start for start, _ in bounds[1:]]
    for i, (start, _) in enumerate(bounds):
        assert abs(start * HOP / SAMPLE_RATE_HZ - 10 * i) <= half_a_frame_s + 1e-9
    assert len(bounds) == 361


def test_a_segment_is_the_mean_of_its_windows(encoder: DeepSimEncoder) -> None:
    encoder, waveform = DeepSimEncoder(deepcopy(encoder.network), "sure"), sound(10.0)
    cut = windows(spectrogram(mono(waveform)))
    assert len(cut) == 4
    with torch.inference_mode():
        each = torch.cat([encoder.network(one[None]) for one in cut])
        head = encoder.network.head  # untrained it is as sure of one window as of another
        head.weight /= (each @ head.weight.T).std(dim=0)[:, None]
        head.bias.copy_(-(each @ head.weight.T).mean(dim=0))
    music = encoder.encode(waveform)
    np.testing.assert_allclose(music.x_m[0], each.mean(dim=0), atol=1e-5)
    confidences = torch.sigmoid(encoder.network.tag_logits(each))
    assert (confidences.max(dim=0).values - confidences.min(dim=0).values > 0.2).all()
    expected = dict(zip(SMALL.tags, confidences.mean(dim=0).tolist(), strict=True))
    assert dict(music.tags) == pytest.approx(expected, abs=0.02)


def test_rate_and_channels_do_not_matter(encoder: DeepSimEncoder) -> None:
    one = encoder.encode(sound(6.0, rate_hz=44_100))
    both = encoder.encode(Waveform(np.repeat(sound(6.0, rate_hz=44_100).samples, 2, 0), 44_100))
    np.testing.assert_allclose(one.x_m, both.x_m, atol=1e-5)


def test_silence_is_known_as_such(encoder: DeepSimEncoder) -> None:
    silence = encoder.encode(Waveform(np.zeros((2, 44_100 * 4), np.float32), 44_100))
    assert silence.silent and silence.tags == () and not silence.x_m.any()
    with pytest.raises(MediaError, match="no sound"):
        encoder.encode(Waveform(np.zeros((1, 0), np.float32), 44_100))


def test_a_checkpoint_comes_back_as_it_was(encoder: DeepSimEncoder, tmp_path) -> None:
    folder = tmp_path / "deepsim"
    save_deepsim(encoder.network, folder)
    save_deepsim(encoder.network, folder)  # replaces itself
    assert {path.name for path in tmp_path.iterdir()} == {"deepsim"}
    loaded = load_deepsim(folder)
    assert loaded.network.config == SMALL
    np.testing.assert_array_equal(loaded.encode(sound(4)).x_m, encoder.encode(sound(4)).x_m)
    other = tmp_path / "other"
    torch.manual_seed(1)
    save_deepsim(DeepSim(SMALL), other)
    assert load_deepsim(folder).fingerprint == loaded.fingerprint
    assert load_deepsim(other).fingerprint != loaded.fingerprint
    renamed = DeepSim(replace(SMALL, tags=("a", "b", "c")))
    renamed.load_state_dict(encoder.network.state_dict())
    save_deepsim(renamed, other)
    assert load_deepsim(other).fingerprint != loaded.fingerprint


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"depth": 3}, "depth"),
        ({"width": 0.25}, "size mismatch|Error"),
        ({"width": "wide"}, "width"),
        ({"tags": "rock"}, "tags"),
        ({"tags": ["rock"]}, "Error"),
    ],
)
def test_another_configuration_is_refused(encoder, tmp_path, change, says) -> None:
    folder = tmp_path / "deepsim"
    save_deepsim(encoder.network, folder)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | change))
    with pytest.raises(CheckpointError, match=says):
        load_deepsim(folder)


def test_a_checkpoint_cut_short_or_missing_is_refused(encoder, tmp_path) -> None:
    with pytest.raises(CheckpointError, match=r"training\.tagger train"):
        load_deepsim(tmp_path / "nothing")
    folder = tmp_path / "deepsim"
    save_deepsim(encoder.network, folder)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(CheckpointError, match="train it again"):
        load_deepsim(folder)
