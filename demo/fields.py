"""Fields and habits that the tabs share in which a clip and words are asked with."""

from __future__ import annotations

import gradio as gr

from demo import texts
from viml_core.config import Limits


def clip_field(elem_id: str, height: int) -> gr.Video:
    """Where a clip is added and seen."""
    return gr.Video(
        label=texts.CLIP, sources=["upload"], elem_id=elem_id, height=height, buttons=[]
    )


def words_field(elem_id: str, info: str, limits: Limits) -> gr.Textbox:
    """Where the words are typed."""
    return gr.Textbox(
        value="",
        label=texts.WORDS,
        info=info,
        placeholder=texts.WORDS_PLACEHOLDER,
        max_length=limits.max_text_chars,
        elem_id=elem_id,
    )


def scroll_to(selector: str) -> str:
    """Script before an event: what answers it may lie above or below what is seen."""
    return f"""(...asked) => {{
    const answer = document.querySelector("{selector}");
    const {{ top }} = answer.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) answer.scrollIntoView({{behavior: "smooth"}});
    return asked;
}}"""
