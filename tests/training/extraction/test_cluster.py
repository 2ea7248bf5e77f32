"""A real Ray on this machine makes the very bytes that a single worker makes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from training.extraction.cluster import run_on_cluster
from training.extraction.plan import Plan, Task
from viml_core.errors import InputError

from .conftest import Command, contents

ray = pytest.importorskip("ray", reason="Ray is optional: pip install 'ray[data]'")


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        log_to_driver=False,
        object_store_memory=100 * 2**20,
        _node_ip_address="127.0.0.1",
    )
    yield ray.get_runtime_context().gcs_address
    ray.shutdown()


def test_a_cluster_makes_the_same_bytes(
    manifest: Path, undisturbed: Path, extract: Command, tmp_path: Path, address: str
) -> None:
    for name in ("shard-00001.safetensors", "extraction.json"):
        (tmp_path / name).write_bytes((undisturbed / name).read_bytes())
    options = ("--items-per-shard", "1", "--workers", "2", "--ray", address)
    done = extract("run", "--manifest", manifest, "--out", tmp_path, *options)
    assert done.returncode == 0, done.stderr
    assert "3 shards made, 1 kept" in done.stdout
    assert contents(tmp_path) == contents(undisturbed)


@pytest.mark.parametrize("address", ["127.0.0.1:9", "ray://127.0.0.1:9", "127.0.0.1:port"])
def test_no_cluster_at_the_address_is_one_sentence(address: str) -> None:
    plan = Plan("embedded", {}, 10.0, ("music",), 1, 1, "")
    with pytest.raises(InputError, match=f"There is no Ray cluster at '{address}'"):
        list(run_on_cluster(plan, [Task(0, ())], address, 1))
