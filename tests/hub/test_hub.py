"""Fetching from the Hub: the real client against a server that also misbehaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from huggingface_hub import constants

from tests.hub.repositories import Fault, LoopbackHub
from viml_core.errors import CheckpointError, HubError, InputError, StorageError, VimlError
from viml_core.hub import CHECKPOINT, LIBRARY, HubAddress, fetch

REPO = "someone/model"
WEIGHTS = bytes(range(256)) * 40
FILES = {
    "README.md": b"# A model",
    "mvpt+/config.json": b'{"name": "mvpt+"}',
    "mvpt+/model.safetensors": WEIGHTS,
    "mt/config.json": b'{"name": "mt"}',
    "mt/model.safetensors": WEIGHTS[::-1],
    "alphas.json": b"{}",
    "mt/pickle.bin": b"never",
    "run.py": b"never",
}
FETCHED = set(FILES) - {"README.md", "mt/pickle.bin", "run.py"}
ADDRESS = HubAddress("model", REPO)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client tries again at once, and takes toy files in pieces as it does large ones."""
    monkeypatch.setattr("huggingface_hub.file_download.time.sleep", lambda seconds: None)
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 1024)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("hf://someone/model", ADDRESS),
        ("hf://someone/model@v1.0", HubAddress("model", REPO, "v1.0")),
        ("hf://someone/model@refs/pr/3", HubAddress("model", REPO, "refs/pr/3")),
        (
            "hf://datasets/someone/music@" + "a" * 40,
            HubAddress("dataset", "someone/music", "a" * 40),
        ),
    ],
)
def test_addresses_are_read_and_written(text: str, address: HubAddress) -> None:
    assert HubAddress.parse(text) == address
    assert str(address) == text


@pytest.mark.parametrize(
    "text", ["hf://model", "hf:/someone/model", "hf://a/b/c", "hf://a/b@", "hf://a/../b", "a/b"]
)
def test_what_is_no_address_is_said(text: str) -> None:
    with pytest.raises(InputError, match="not an address on the Hub"):
        HubAddress.parse(text)


def test_only_what_belongs_to_a_checkpoint_is_fetched_at_a_pinned_commit(hub: LoopbackHub) -> None:
    commit = hub.add(REPO, FILES)
    steps: list[tuple[str, float | None]] = []
    snapshot = fetch(ADDRESS, CHECKPOINT, lambda step, share=None: steps.append((step, share)))
    assert contents(snapshot.folder) == {path: FILES[path] for path in FETCHED}
    assert snapshot.source == f"hf://{REPO}@{commit}"
    assert not any("pickle" in request or "run.py" in request for request in hub.requests)
    shares = [share for _, share in steps if share is not None]
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_what_is_cached_costs_one_request_and_a_pinned_one_none(hub: LoopbackHub) -> None:
    commit = hub.add(REPO, FILES)
    fetch(ADDRESS, CHECKPOINT)
    hub.requests.clear()
    assert fetch(ADDRESS, CHECKPOINT).commit == commit
    assert hub.requests == [f"GET /api/models/{REPO}"]
    hub.requests.clear()
    fetch(ADDRESS.at(commit), CHECKPOINT)
    assert hub.requests == []


def test_a_new_commit_is_followed_and_the_old_one_stays_reachable(hub: LoopbackHub) -> None:
    first = hub.add(REPO, FILES)
    fetch(ADDRESS, CHECKPOINT)
    changed = FILES | {"mt/model.safetensors": WEIGHTS[1:]}
    second = hub.repositories["model", REPO].commit(changed)
    now, then = fetch(ADDRESS, CHECKPOINT), fetch(ADDRESS.at(first), CHECKPOINT)
    assert now.commit == second and contents(now.folder)["mt/model.safetensors"] == WEIGHTS[1:]
    assert contents(then.folder)["mt/model.safetensors"] == WEIGHTS[::-1]


def test_offline_the_cache_serves_and_nothing_is_asked(
    hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = hub.add(REPO, FILES)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(HubError, match="HF_HUB_OFFLINE is set and hf://someone/model was never"):
        fetch(ADDRESS, CHECKPOINT)
    with pytest.raises(HubError, match=f"HF_HUB_OFFLINE is set and .*{commit} is not in the cache"):
        fetch(ADDRESS.at(commit), CHECKPOINT)
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    fetch(ADDRESS, CHECKPOINT)
    hub.requests.clear()
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert fetch(ADDRESS, CHECKPOINT).commit == commit
    assert hub.requests == []


def test_out_of_reach_the_last_seen_commit_serves(
    hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = hub.add(REPO, FILES)
    fetch(ADDRESS, CHECKPOINT)
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert fetch(ADDRESS, CHECKPOINT).commit == commit
    with pytest.raises(HubError, match=r"http://127.0.0.1:9 is out of reach.*check the connection"):
        fetch(HubAddress("model", "someone/other"), CHECKPOINT)


def test_a_missing_repository_or_revision_is_said(hub: LoopbackHub) -> None:
    hub.add(REPO, FILES)
    with pytest.raises(HubError, match="no model repository someone/nothing on the Hub"):
        fetch(HubAddress("model", "someone/nothing"), CHECKPOINT)
    with pytest.raises(HubError, match="has no revision 'v9'"):
        fetch(HubAddress("model", REPO, "v9"), CHECKPOINT)


def test_a_gated_repository_is_said(hub: LoopbackHub) -> None:
    hub.add(REPO, FILES, gated=True)
    with pytest.raises(HubError, match="hf://someone/model is gated: accept its terms"):
        fetch(ADDRESS, CHECKPOINT)


def test_the_wrong_repository_is_said_before_anything_is_fetched(hub: LoopbackHub) -> None:
    hub.add(REPO, {"pytorch_model.bin": WEIGHTS, "config.json": b"{}"})
    with pytest.raises(CheckpointError, match="holds no checkpoint"):
        fetch(ADDRESS, CHECKPOINT)
    hub.add("someone/music", {"readme.txt": b"no"}, kind="dataset")
    with pytest.raises(CheckpointError, match="holds no library"):
        fetch(HubAddress("dataset", "someone/music"), LIBRARY)
    assert not any("/resolve/" in request for request in hub.requests)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("missing", "lists a file of .* and does not give it"),
        ("truncated", "The download of .* was cut short .*nothing unfinished was kept"),
        ("dies always", "The download of .* was cut short .*again and again"),
        ("altered", "mt/model.safetensors of .* is altered: its digest begins"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_leaves_nothing_to_trust(
    hub: LoopbackHub, fault: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    hub.add(REPO, FILES)
    hub.faults["mt/model.safetensors"] = fault  # type: ignore[assignment]
    with pytest.raises(VimlError, match=sentence) as raised:
        fetch(ADDRESS, CHECKPOINT)
    assert "\n" not in str(raised.value)
    hub.faults.clear()
    assert contents(fetch(ADDRESS, CHECKPOINT).folder).keys() == FETCHED


@pytest.mark.parametrize("fault", ["redirect", "slow", "dies"])
def test_what_the_client_can_mend_is_mended(
    hub: LoopbackHub, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    hub.add(REPO, FILES)
    hub.faults["mt/model.safetensors"] = fault  # type: ignore[assignment]
    assert contents(fetch(ADDRESS, CHECKPOINT).folder)["mt/model.safetensors"] == WEIGHTS[::-1]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("xet", None),
        ("xet refused", r"The Hub refused .* \(status 403\); log in"),
        ("xet missing", r"The download of .* was cut short \(mt/model.safetensors: .*404"),
        ("xet altered", "mt/model.safetensors of .* is altered: its digest begins"),
    ],
)
def test_files_in_xet_storage_are_fetched_and_checked_as_others(
    hub: LoopbackHub, fault: Fault, sentence: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", False)
    files = FILES | {"mt/model.safetensors": fault.encode() * 500}
    hub.add(REPO, files)
    hub.faults["mt/model.safetensors"] = fault
    if sentence is None:
        folder = fetch(ADDRESS, CHECKPOINT).folder
        assert contents(folder) == {path: files[path] for path in FETCHED}
        assert any(request.startswith("GET /xet-block/") for request in hub.requests)
        return
    with pytest.raises(VimlError, match=sentence) as raised:
        fetch(ADDRESS, CHECKPOINT)
    assert "\n" not in str(raised.value)
    hub.faults.clear()
    assert contents(fetch(ADDRESS, CHECKPOINT).folder).keys() == FETCHED


def test_a_file_that_was_altered_in_the_cache_is_found_and_fetched_anew(hub: LoopbackHub) -> None:
    commit = hub.add(REPO, FILES)
    folder = fetch(ADDRESS, CHECKPOINT).folder
    victim = (folder / "mt/config.json").resolve()
    victim.chmod(0o644)
    victim.write_bytes(FILES["mt/config.json"].replace(b"mt", b"xx"))
    with pytest.raises(CheckpointError, match=r"mt/config.json of .* is altered"):
        fetch(ADDRESS.at(commit), CHECKPOINT)
    assert contents(fetch(ADDRESS.at(commit), CHECKPOINT).folder).keys() == FETCHED


def test_a_full_disk_is_said_before_the_download(hub: LoopbackHub) -> None:
    hub.add(REPO, FILES)
    hub.listed_sizes["mt/model.safetensors"] = 1 << 60
    with pytest.raises(StorageError, match=r"needs 1,099,511,627,776 MB and .* make room there"):
        fetch(ADDRESS, CHECKPOINT)
    assert not any("/resolve/" in request for request in hub.requests)


def test_a_cache_that_cannot_be_written_is_said(
    hub: LoopbackHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.add(REPO, FILES)
    (tmp_path / "no folder").touch()
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "no folder"))
    with pytest.raises(StorageError, match=r"cannot be kept in .*no folder"):
        fetch(ADDRESS, CHECKPOINT)
