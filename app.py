"""The front door: `python app.py`, then open http://127.0.0.1:7860."""

from __future__ import annotations

import os
import sys
from dataclasses import replace

# Read by the libraries when they are imported: nobody is counted, nothing is phoned home.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

from demo.language import speak
from demo.page import build_page, build_services, launch_options, log_health_when_ready
from demo.settings import read_settings
from viml_core.console import run, show_progress
from viml_core.sources import find_library


def main() -> None:
    """Show the page; the models load meanwhile."""
    settings = read_settings(sys.argv[1:], os.environ)
    speak(settings.language)
    library = find_library(settings.starter_library, show_progress)
    services = build_services(replace(settings, starter_library=library))
    log_health_when_ready(services)
    try:
        build_page(services).launch(**launch_options(settings))
    finally:
        services.sessions.close()


if __name__ == "__main__":
    sys.exit(run("app", main))
