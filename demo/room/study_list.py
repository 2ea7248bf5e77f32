"""What the studies that were made on this computer say so far."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

import gradio as gr

from demo import cards, texts
from demo.services import Services
from demo.study.export import of_study
from demo.study.manifest import MANIFEST_FILE
from demo.study.plotting import plot
from demo.study.report import Report, make_report
from demo.study.writing import markdown
from viml_core.errors import InputError, VimlError


class StudyList:
    """Builds a choice of studies and their report inside the current `gr.Blocks`."""

    def __init__(self, services: Services) -> None:
        self._shelf = services.settings.studies
        with gr.Accordion(
            texts.STUDY_REPORTS, open=False, elem_classes="vm-advanced"
        ) as self.opened:
            self.choice = gr.Dropdown([], label=texts.STUDY_MADE_HERE, elem_id="study-choice")
            button = gr.Button(texts.STUDY_REPORT, elem_id="study-report-go")
            self.plot = gr.HTML(elem_id="study-plot", apply_default_css=False)
            self.told = gr.Markdown(elem_id="study-told")
        self.opened.expand(
            self.made_here,
            outputs=self.choice,
            show_progress="hidden",
            api_name="list_studies",
            api_visibility="private",
        )
        button.click(
            self.report,
            self.choice,
            [self.plot, self.told],
            show_progress="hidden",
            api_name="report_study",
            api_visibility="private",
        )

    def names(self) -> list[str]:
        """The studies, the newest first."""
        found = self._shelf.glob(f"[!.]*/{MANIFEST_FILE}")
        newest_first = sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)
        return [path.parent.name for path in newest_first]

    def made_here(self) -> gr.Dropdown:
        """The choice as it is now."""
        names = self.names()
        return gr.Dropdown(choices=names, value=names[0] if names else None)

    def report(self, name: str | None) -> tuple[str, str]:
        """The plot and the report of one study, or why there is none."""
        try:
            if name not in self.names():
                raise InputError(texts.ERROR_NO_STUDY)
            report = make_report(of_study(self._shelf / str(name)))
        except VimlError as error:
            return cards.failed(texts.ERROR_TITLE, str(error)), ""
        return _drawn(report), markdown(report)


def _drawn(report: Report) -> str:
    """The plot within the page, so that no file of it is left."""
    with tempfile.TemporaryDirectory(prefix="viml-") as scratch:
        path = Path(scratch) / "report.png"
        plot(report, path)
        data = base64.b64encode(path.read_bytes()).decode()
    return f'<img src="data:image/png;base64,{data}" alt="{texts.STUDY_PLOT}">'
