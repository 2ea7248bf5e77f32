"""What an analysis hands back, and the three files that it becomes."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from viml_core.media.files import atomic_output

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURE_DPI = 150


@dataclass(frozen=True)
class Finding:
    """A report (what `json` can hold), its numbers as rows of one table, and their picture."""

    report: dict[str, object]
    rows: list[dict[str, object]]
    figure: Figure

    def write(self, folder: Path, name: str) -> tuple[Path, ...]:
        """The figure, the report and the table, each whole or not at all.

        Raises:
            StorageError: the folder cannot be written.
        """
        paths = tuple(folder / f"{name}.{suffix}" for suffix in ("png", "json", "csv"))
        figure, report, table = paths
        with atomic_output(figure) as partial:
            self.figure.savefig(partial, dpi=FIGURE_DPI)
        with atomic_output(report) as partial:
            text = json.dumps(self.report, indent=2, ensure_ascii=False)
            partial.write_text(text + "\n", encoding="utf-8")
        with (
            atomic_output(table) as partial,
            partial.open("w", newline="", encoding="utf-8") as out,
        ):
            writer = csv.DictWriter(out, self.rows[0])
            writer.writeheader()
            writer.writerows(self.rows)
        return paths
