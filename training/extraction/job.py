"""An extraction from beginning to end: what is left to do, who does it, and what came of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.data.manifests.table import OK, Row
from training.extraction.plan import Modality, Plan, Task, items_sha256, plan_items, tasks
from training.extraction.shards import CutShort, ShardHeader, read_header, shard_path
from training.locks import held
from viml_core.features.base import Preset
from viml_core.media.files import atomic_output

FAILURES_FILE = "failures.jsonl"
REPORT_FILE = "report.json"
LOCK_FILE = ".lock"

Pool = Callable[[Sequence[Task]], Iterator[tuple[int, bytes]]]


@dataclass(frozen=True)
class Report:
    """What the folder holds in the end. failures: reasons by id; left_out: by manifest status."""

    items: int
    extracted: int
    failures: dict[str, str]
    left_out: dict[str, int]
    made: int
    kept: int
    repaired: int


@dataclass(frozen=True)
class Job:
    """A plan, its shards, and the rows they come from."""

    plan: Plan
    tasks: list[Task]
    rows: list[Row]
    out: Path

    @classmethod
    def of(
        cls,
        rows: list[Row],
        out: Path,
        preset: Preset,
        modalities: Sequence[Modality],
        per_shard: int,
    ) -> Job:
        """The job for a manifest.

        Raises:
            InputError: no item can be used.
        """
        items = plan_items(rows)
        plan = Plan(
            preset=preset.name,
            encoders=preset.fingerprints,
            segment_s=preset.sampling.segment_s,
            modalities=tuple(modalities),
            items_per_shard=per_shard,
            items=len(items),
            items_sha256=items_sha256(items),
        )
        return cls(plan, tasks(items, per_shard), rows, out)

    def run(self, pool: Pool, *, retry: bool = False) -> Report:
        """Make the shards that are not there yet; with `retry` also those in which items failed.

        Raises:
            InputError: the folder holds something else, or another run is at work in it.
            VimlError: the pool gave up, or the disk is full. What was finished is kept.
        """
        busy = f"Another run is at work in {self.out}; wait for its end, or choose another --out."
        with held(self.out / LOCK_FILE, busy):
            self.plan.enter(self.out)
            for left_behind in self.out.glob(f".{'?' * 32}.*"):
                left_behind.unlink()  # by a run that was killed while it wrote
            pending, repaired = [], 0
            for task in self.tasks:
                header = self._header(task)
                if header is None or (retry and header.failures):
                    pending.append(task)
                    repaired += header is None and shard_path(self.out, task.shard).exists()
            for shard, content in pool(pending) if pending else ():
                with atomic_output(shard_path(self.out, shard)) as partial:
                    partial.write_bytes(content)
            return self._report(len(pending), repaired)

    def _header(self, task: Task) -> ShardHeader | None:
        """What the task's shard says of itself; None where there is no whole one."""
        try:
            return read_header(shard_path(self.out, task.shard), self.plan, task.ids)
        except CutShort:
            return None

    def _report(self, made: int, repaired: int) -> Report:
        failures: dict[str, str] = {}
        for task in self.tasks:
            path = shard_path(self.out, task.shard)
            failures |= read_header(path, self.plan, task.ids).failures
        left_out = Counter(row.status for row in self.rows if row.status != OK)
        report = Report(
            items=self.plan.items,
            extracted=self.plan.items - len(failures),
            failures=failures,
            left_out=dict(sorted(left_out.items())),
            made=made,
            kept=len(self.tasks) - made,
            repaired=repaired,
        )
        self._write(report)
        return report

    def _write(self, report: Report) -> None:
        """The files beside the shards; they say nothing of how many runs it took."""
        summary = {
            "items": report.items,
            "extracted": report.extracted,
            "failed": len(report.failures),
            "left_out": report.left_out,
        }
        with atomic_output(self.out / REPORT_FILE) as partial:
            partial.write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
        with atomic_output(self.out / FAILURES_FILE) as partial, partial.open("w") as file:
            for row in self.rows:
                if row.status == OK and row.id not in report.failures:
                    continue
                status = "failed" if row.status == OK else row.status
                reason = report.failures.get(row.id, row.reason)
                file.write(json.dumps({"id": row.id, "status": status, "reason": reason}) + "\n")
