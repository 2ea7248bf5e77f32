"""The look of the page: a theme of Gradio's variables; what they cannot say is in the sheets."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

SHEETS = [Path(__file__).parent / name for name in ("style.css", "collection.css", "room/room.css")]
SYSTEM_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")

# Ink and paper with one warm accent. Text has a contrast of at least 4.5:1 in both themes.
INK = gr.themes.Color(
    c50="#faf8f5",
    c100="#f2eeea",
    c200="#e4ded8",
    c300="#cfc7c0",
    c400="#a49c97",
    c500="#776f6d",
    c600="#5b5455",
    c700="#403b3f",
    c800="#262328",
    c900="#1b191d",
    c950="#131215",
    name="ink",
)
EMBER = gr.themes.Color(
    c50="#fff3ee",
    c100="#ffe3d8",
    c200="#ffc9b5",
    c300="#ffa98a",
    c400="#f9845c",
    c500="#e2572c",
    c600="#bf4018",
    c700="#9d3312",
    c800="#7d2a11",
    c900="#5f2110",
    c950="#391207",
    name="ember",
)


def theme() -> gr.themes.Base:
    """Light and dark; no font is fetched from anywhere."""
    return gr.themes.Base(
        primary_hue=EMBER,
        secondary_hue=EMBER,
        neutral_hue=INK,
        radius_size=gr.themes.sizes.radius_lg,
        font=SYSTEM_FONTS,
        font_mono=("ui-monospace", "monospace"),
    ).set(
        body_background_fill="*neutral_50",
        body_background_fill_dark="*neutral_950",
        body_text_color="*neutral_800",
        body_text_color_dark="*neutral_100",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        background_fill_primary="white",
        background_fill_primary_dark="*neutral_900",
        background_fill_secondary="*neutral_50",
        background_fill_secondary_dark="*neutral_800",
        block_background_fill="white",
        block_background_fill_dark="*neutral_900",
        block_border_width="0px",
        block_shadow="none",
        block_padding="0px",
        block_label_background_fill="transparent",
        block_label_background_fill_dark="transparent",
        block_label_border_width="0px",
        block_title_text_weight="600",
        block_title_text_color="*neutral_800",
        block_title_text_color_dark="*neutral_100",
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_400",
        input_background_fill="*neutral_50",
        input_background_fill_dark="*neutral_800",
        input_border_color="*neutral_300",
        input_border_color_dark="*neutral_700",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_dark="*primary_400",
        button_primary_background_fill_hover_dark="*primary_300",
        button_primary_text_color="white",
        button_primary_text_color_dark="*neutral_950",
        button_secondary_background_fill="*neutral_100",
        button_secondary_background_fill_dark="*neutral_800",
        slider_color="*primary_600",
        slider_color_dark="*primary_400",
    )
