"""The report of a calibration as JSON and as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from training.calibration.reliability import NothingFits, Reliability
from viml_core.types import Mode

Entry = dict[str, Any]


def entry(
    weights: Mapping[str, float],
    mode: Mode,
    found: Reliability,
    none: NothingFits,
    other_briers: Mapping[str, float],
) -> Entry:
    """One blend in one mode."""
    return {
        "weights": dict(weights),
        "mode": mode,
        **asdict(found),
        "other_briers": dict(other_briers),
        "nothing_fits": asdict(none),
    }


def as_markdown(report: Mapping[str, Any]) -> str:
    """What the app serves by default, bin by bin; then one line for every blend."""
    lines = [
        f"Calibrated on {report['name']}; checkpoints "
        + ", ".join(f"{name} {mark}" for name, mark in report["checkpoints"].items())
        + ". Every judgement is predicted by a fit that never saw its clip; intervals are over "
        "clips. A judgement is a pair that fits or misfits; tracks that are neither are left out.",
    ]
    for mode, weights in report["served"].items():
        same = [e for e in report["entries"] if e["mode"] == mode and _near(e["weights"], weights)]
        lines += _bins(same[0]) if same else []
    lines += ["", "| blend | mode | judgements | ECE | Brier | isotonic | base rate | neutral "]
    lines[-1] += "| nothing under | said of misfits | of all | of as few | of sentences |"
    lines.append("|" + " --- |" * 13)
    lines += [_line(e) for e in report["entries"]]
    return "\n".join(lines)


def _near(weights: Mapping[str, float], wanted: Mapping[str, float]) -> bool:
    return set(weights) == set(wanted) and all(
        abs(weights[name] - wanted[name]) <= 0.125 for name in wanted
    )


def _bins(one: Entry) -> list[str]:
    lines = [
        "",
        f"**{one['mode']}**, {_blend(one)}: {one['judgements']} judgements, "
        f"{one['fit_share']:.0%} fit, ECE {one['ece']:.3f}, Brier {one['brier']:.3f} "
        f"(base rate {one['other_briers']['base rate']:.3f})",
        "",
        "| score | mean predicted | observed (95%) | count |",
        "| --- | --- | --- | --- |",
    ]
    for b in one["bins"]:
        seen = b["observed"]
        lines.append(
            f"| {b['low']:.2f} to {b['high']:.2f} | {b['predicted']:.2f} | {seen['value']:.2f} "
            f"({seen['low']:.2f} to {seen['high']:.2f}) | {b['count']} |"
        )
    return lines


def _line(one: Entry) -> str:
    none, others = one["nothing_fits"], one["other_briers"]
    figures = [one["ece"], one["brier"], others["isotonic"], others["base rate"]]
    figures += [one["neutral_score"]]
    said = [none["hit_rate"], none["false_alarms"], none["false_alarms_same_size"]]
    said += [] if none["sentences"] is None else [none["sentences"]]
    cells = [_blend(one), one["mode"], str(one["judgements"])]
    cells += [f"{figure:.3f}" for figure in figures]
    cells += [f"{none['below']:.2f}", *(f"{share:.2f}" for share in said)]
    return "| " + " | ".join(cells + ["-"] * (13 - len(cells))) + " |"


def _blend(one: Entry) -> str:
    if len(one["weights"]) == 1:
        return next(iter(one["weights"]))
    return " + ".join(f"{weight:.2f} {name}" for name, weight in one["weights"].items())
