"""Shapes that pieces take: intro, build, contrast, end. Levels say how full the arrangement is."""

from __future__ import annotations

from training.composer.chart import FormSection

SONG = (
    FormSection("intro", 1, 0.35),
    FormSection("verse", 2, 0.55),
    FormSection("chorus", 2, 0.85, theme=1),
    FormSection("bridge", 1, 0.6, theme=2, optional=True),
    FormSection("chorus", 2, 0.9, theme=1),
    FormSection("outro", 1, 0.4, optional=True),
)
DRIVING = (
    FormSection("intro", 1, 0.5),
    FormSection("verse", 2, 0.7),
    FormSection("chorus", 2, 0.95, theme=1),
    FormSection("break", 1, 0.5, theme=2, optional=True),
    FormSection("chorus", 2, 1.0, theme=1),
)
BUILD = (
    FormSection("opening", 1, 0.25),
    FormSection("rise", 2, 0.5),
    FormSection("theme", 2, 0.75, theme=1),
    FormSection("hush", 1, 0.4, theme=2, optional=True),
    FormSection("climax", 2, 1.0, theme=1),
)
CLUB = (
    FormSection("intro", 1, 0.45),
    FormSection("groove", 2, 0.7),
    FormSection("break", 1, 0.3, theme=1),
    FormSection("drop", 2, 1.0, theme=1),
    FormSection("outro", 1, 0.55, optional=True),
)
LOOP = (
    FormSection("intro", 1, 0.35),
    FormSection("groove", 2, 0.65),
    FormSection("turn", 1, 0.5, theme=1, optional=True),
    FormSection("groove", 2, 0.8),
    FormSection("outro", 1, 0.4),
)
HEAD_SOLO = (
    FormSection("intro", 1, 0.45, optional=True),
    FormSection("head", 2, 0.6),
    FormSection("solo", 2, 0.8, theme=1),
    FormSection("head", 2, 0.7),
)
TIDE = (
    FormSection("opening", 1, 0.3),
    FormSection("swell", 2, 0.6),
    FormSection("crest", 1, 0.8, theme=1),
    FormSection("ebb", 1, 0.4, optional=True),
)
STORY = (
    FormSection("opening", 1, 0.4),
    FormSection("theme", 2, 0.6),
    FormSection("contrast", 1, 0.5, theme=1),
    FormSection("theme", 2, 0.85),
    FormSection("close", 1, 0.45, optional=True),
)
RAGA = (
    FormSection("alap", 1, 0.3),
    FormSection("gat", 2, 0.65),
    FormSection("tan", 1, 0.8, theme=1),
    FormSection("jhala", 2, 1.0),
)
STRAINS = (
    FormSection("call", 1, 0.45, optional=True),
    FormSection("first strain", 2, 0.7),
    FormSection("second strain", 2, 0.85, theme=1),
    FormSection("trio", 1, 0.5, theme=2),
    FormSection("last strain", 2, 1.0),
)
MONTUNO = (
    FormSection("intro", 1, 0.5),
    FormSection("verse", 2, 0.65),
    FormSection("montuno", 2, 0.9, theme=1),
    FormSection("mambo", 1, 1.0, theme=1),
    FormSection("coda", 1, 0.7, optional=True),
)
PULSE = (
    FormSection("opening", 1, 0.3),
    FormSection("pulse", 2, 0.55),
    FormSection("hold", 1, 0.4, theme=1, optional=True),
    FormSection("chase", 2, 0.85, theme=1),
    FormSection("peak", 1, 1.0),
)
