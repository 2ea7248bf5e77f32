"""The gallery as one static HTML page, which needs neither a server nor the models."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from demo import texts
from demo.gallery.preparing import Prepared
from demo.player.component import SCRIPTS, STYLE, showing
from demo.room import columns
from viml_core.errors import InputError, StorageError

PAGE_FILE, MEDIA_FOLDER = "index.html", "media"
SHEETS = (Path(columns.__file__).with_name("room.css"), Path(__file__).with_name("page.css"))


def export_page(examples: Sequence[Prepared], gallery: Path, out: Path) -> Path:
    """Write `index.html` and `media/` into a new folder; the page's path.

    Raises:
        InputError: the folder is there already.
        StorageError: it cannot be written, or media of the gallery are gone.
    """
    if out.exists():
        raise InputError(f"{out} is there already; choose a new folder for the page.")
    try:
        for example in examples:
            folder = out / MEDIA_FOLDER / example.name
            folder.mkdir(parents=True)
            sounds = (sound.file for sound in example.comparison.sounds.values())
            for name in (example.picture, *sounds):
                shutil.copyfile(gallery / example.name / name, folder / name)
        page = out / PAGE_FILE
        page.write_text(page_html(examples), encoding="utf-8")
    except OSError as error:
        shutil.rmtree(out, ignore_errors=True)
        raise StorageError(
            f"The page {out} cannot be written ({error.strerror}: {error.filename}); make room, or "
            "build the gallery again."
        ) from error
    return page


def page_html(examples: Sequence[Prepared]) -> str:
    """The page: its media are expected in `media/NAME/`, all else is in it."""
    links = "".join(f'<a href="#{e.name}">{escape(e.title)}</a>' for e in examples)
    sections = "".join(map(_section, examples))
    values = {example.name: _value(example) for example in examples}
    told = json.dumps(values, ensure_ascii=False).replace("<", "\\u003c")
    style = "\n".join(path.read_text("utf-8") for path in (STYLE, *SHEETS))
    scripts = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    title = escape(f"{texts.TITLE}: {texts.TAB_ROOM}")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<style>{style}</style></head><body><header class="vm-header">'
        f"<h1>{title}</h1><p>{escape(texts.ROOM_EXPORTED)}</p><nav>{links}</nav></header>"
        f"<main>{sections}</main><script>{scripts}\n"
        f"const VALUES = {told};\n"
        "for (const [name, value] of Object.entries(VALUES))\n"
        "  new Player(document.getElementById(`player-${name}`), () => {}).show(value);\n"
        "</script></body></html>\n"
    )


def _section(example: Prepared) -> str:
    return (
        f'<section id="{example.name}" class="vm-room"><h2>{escape(example.title)}</h2>'
        f'{columns.summary(example.comparison)}<div id="player-{example.name}"></div></section>'
    )


def _value(example: Prepared) -> dict[str, Any]:
    folder = f"{MEDIA_FOLDER}/{example.name}"
    items = columns.items(
        example.comparison, f"{folder}/{example.picture}", lambda file: f"{folder}/{file}"
    )
    return showing(items, texts.ROOM_PLAYER)
