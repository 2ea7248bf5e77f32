"""What is trained for the tables (jobs), what is measured (rows), and the papers' figures.

Sources: ViML (CVPR 2023), tables 1 to 3 and supplement; MVPt (CVPR 2022), supplement, table 4. An
R@10 of `41.x` breaks off after the point in the text that we have.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from training.config import MissingText
from training.data.corpus import HUMAN
from training.evaluation.protocol import Direction, Level
from training.evaluation.ranking import LengthControl
from viml_core.models.config import FusionName, ModelName

Figures = tuple[float, float, float, str]  # median rank, R@1, R@5, R@10 in percent
NO_WORDS = None  # the query text of a picture alone


@dataclass(frozen=True)
class Job:
    """A model trained on one level and one route of texts (none for models without words)."""

    model: ModelName
    level: Level
    route: str | None = None
    fusion: FusionName = "transformer2"
    text_dropout: float | None = None  # None: the configuration's
    dropped_text: MissingText = "empty"

    @property
    def name(self) -> str:
        """For folders and logs."""
        parts = [self.level, self.model.replace("+", "-plus"), self.route]
        if self.fusion != "transformer2":
            parts.append(self.fusion)
        if self.text_dropout is not None:
            parts.append(f"dropout{self.text_dropout:g}")
        if self.dropped_text != "empty":
            parts.append(self.dropped_text)
        return "-".join(p for p in parts if p)


@dataclass(frozen=True)
class Row:
    """A line of a table. jobs: none is chance, two are an ensemble (video side, text side).

    query: the route of the query texts. level: of the evaluation.
    """

    label: str
    level: Level
    jobs: tuple[Job, ...] = ()
    query: str | None = NO_WORDS
    paper: Figures | None = None
    direction: Direction = "V->M"
    control: LengthControl | None = None


@dataclass(frozen=True)
class Table:
    """A table of a paper, or one of the smaller experiments."""

    name: str
    title: str
    rows: tuple[Row, ...]

    @property
    def jobs(self) -> tuple[Job, ...]:
        """What has to be trained, each once."""
        return tuple(dict.fromkeys(job for row in self.rows for job in row.jobs))


PRETET = Job("pretet", "track")
MVPT = Job("mvpt", "track")
MVPT_PLUS = Job("mvpt+", "track")
VIML_TAGS = Job("viml", "track", "tags")
MT_TAGS = Job("mt", "track", "tags")
CLIP_MVPT_PLUS = Job("mvpt+", "clip")
CLIP_VIML = Job("viml", "clip", "prompt2text")
CLIP_VIML_OFF = replace(CLIP_VIML, text_dropout=0.0)
CLIP_MT = Job("mt", "clip", "prompt2text")

TRACK_TABLE = Table(
    "track-level",
    "Track level",
    (
        Row("Pretet et al.", "track", (PRETET,), paper=(234, 0.76, 3.42, "5.x")),
        Row("MVPt", "track", (MVPT,), paper=(13, 6.09, 24.91, "41.x")),
        Row("MVPt+", "track", (MVPT_PLUS,), paper=(5, 27.93, 50.64, "60.68")),
        Row("ViML, empty text", "track", (VIML_TAGS,), paper=(3, 29.43, 62.49, "75.x")),
        Row("ViML, tags", "track", (VIML_TAGS,), "tags", (2, 49.49, 81.61, "89.41")),
        Row("MT, tags", "track", (MT_TAGS,), "tags", (15, 11.51, 30.36, "42.72")),
        Row("MT & MVPt+", "track", (MVPT_PLUS, MT_TAGS), "tags", (1, 55.95, 81.73, "88.82")),
        Row("ViML & MVPt+", "track", (MVPT_PLUS, VIML_TAGS), "tags", (1, 59.86, 85.14, "91.43")),
        Row("ViML & MT", "track", (VIML_TAGS, MT_TAGS), "tags", (1, 63.05, 91.32, "96.59")),
        Row("chance", "track", paper=(1000, 0.05, 0.25, "0.50")),
    ),
)

CLIP_TABLE = Table(
    "clip-level",
    "Clip level, people's texts as queries",
    (
        Row("MVPt+", "clip", (CLIP_MVPT_PLUS,), paper=(17, 12.20, 29.43, "40.x")),
        Row(
            "ViML, trained on tags",
            "clip",
            (replace(CLIP_VIML, route="tags"),),
            HUMAN,
            (15, 11.95, 30.34, "42.x"),
        ),
        Row(
            "ViML, trained on data2text",
            "clip",
            (replace(CLIP_VIML, route="data2text"),),
            HUMAN,
            (13, 13.61, 33.94, "46.x"),
        ),
        Row(
            "ViML, trained on prompt2text",
            "clip",
            (CLIP_VIML,),
            HUMAN,
            (12, 14.09, 35.04, "47.88"),
        ),
        Row("MT, trained on prompt2text", "clip", (CLIP_MT,), HUMAN, (56, 2.52, 9.27, "15.52")),
        Row("chance", "clip", paper=(250, 0.20, 1.00, "2.x")),
    ),
)

DROPOUT_TABLE = Table(
    "dropout",
    "Text dropout (clip level, trained on prompt2text)",
    (
        Row("off, empty text", "clip", (CLIP_VIML_OFF,), paper=(20, 9.94, 26.42, "37.x")),
        Row("off, human text", "clip", (CLIP_VIML_OFF,), HUMAN, (15, 11.45, 30.45, "42.x")),
        Row("on, empty text", "clip", (CLIP_VIML,), paper=(16, 12.27, 30.34, "41.x")),
        Row("on, human text", "clip", (CLIP_VIML,), HUMAN, (12, 14.09, 35.04, "47.88")),
    ),
)

_FUSIONS: dict[FusionName, tuple[str, Figures]] = {
    "addition": ("addition", (12, 13.73, 34.12, "46.52")),
    "linear": ("linear", (13, 13.19, 33.45, "45.68")),
    "mlp": ("MLP", (13, 13.20, 32.69, "44.94")),
    "transformer1": ("Transformer, 1 layer", (12, 13.98, 34.95, "46.85")),
    "transformer2": ("Transformer, 2 layers", (12, 14.09, 35.04, "47.88")),
}
FUSION_TABLE = Table(
    "fusion",
    "Fusion variants (clip level, trained on prompt2text, people's texts as queries)",
    tuple(
        Row(label, "clip", (replace(CLIP_VIML, fusion=fusion),), HUMAN, paper)
        for fusion, (label, paper) in _FUSIONS.items()
    ),
)


def _length_table(direction: Direction, baseline: Figures, mvpt: Figures) -> Table:
    """Other lengths score zero, as published; the masked variant beside it has no paper figure."""
    rows: list[Row] = []
    for control in ("zeroed", "masked"):
        of_paper = control == "zeroed"
        chance = (48, 3.01, 9.86, "17.40")
        for label, jobs, paper in (
            ("Pretet et al. (MLP baseline)", (PRETET,), baseline),
            ("MVPt", (MVPT,), mvpt),
            ("chance", (), chance),
        ):
            rows.append(
                Row(
                    f"{label}, others {control}",
                    "track",
                    jobs,
                    paper=paper if of_paper else None,
                    direction=direction,
                    control=control,
                )
            )
    way = direction.replace("->", " to ")
    return Table(f"length-{way.replace(' ', '-')}", f"Length control, {way}", tuple(rows))


LENGTH_TABLES = (
    _length_table("V->M", (5, 20.31, 50.96, "67.43"), (1, 48.07, 85.44, "90.13")),
    _length_table("M->V", (5, 23.49, 55.52, "70.56"), (1, 48.08, 85.74, "90.39")),
)
ALL_TABLES = (TRACK_TABLE, CLIP_TABLE, DROPOUT_TABLE, FUSION_TABLE, *LENGTH_TABLES)
