"""What is taken out of a repository: an allow-list for each kind of thing, and no pickle in any."""

from __future__ import annotations

from dataclasses import dataclass

from viml_core.checkpoint_folder import CONFIG_FILE, WEIGHTS_FILE


@dataclass(frozen=True)
class Wanted:
    """The only files that are fetched, as one regular expression on their whole paths.

    `any_of`: a repository in which nothing matches this is the wrong one.
    """

    what: str
    allowed: str
    any_of: str


CHECKPOINT = Wanted(
    what=f"checkpoint (a folder for each model with {CONFIG_FILE} and {WEIGHTS_FILE})",
    allowed=r"[\w+&-]+/(config\.json|model\.safetensors)|[\w-]+\.json",
    any_of=r"[\w+&-]+/model\.safetensors",
)
LIBRARY = Wanted(
    what="library (catalogue.sqlite)",
    allowed=r"catalogue\.sqlite|[^/]+\.json|LICENSE(\.md)?"
    r"|(?:[^/]+/)*[^/]+\.(?i:mp3|flac|ogg|oga|opus|wav|m4a|aac|aiff?)",
    any_of=r"catalogue\.sqlite",
)

DEEPSIM = Wanted(
    what="DeepSim checkpoint (config.json and model.safetensors)",
    allowed=r"config\.json|model\.safetensors",
    any_of=r"model\.safetensors",
)
CLAP = Wanted(
    what="CLAP model as safetensors (config.json, model.safetensors, preprocessor_config.json)",
    allowed=r"config\.json|model\.safetensors|preprocessor_config\.json",
    any_of=r"model\.safetensors",
)
OPEN_CLIP = Wanted(
    what="open_clip model as safetensors (open_clip_config.json, open_clip_model.safetensors)",
    allowed=r"open_clip_config\.json|open_clip_(pytorch_)?model\.safetensors"
    r"|tokenizer(_config)?\.json|vocab\.json|special_tokens_map\.json|merges\.txt",
    any_of=r"open_clip_(pytorch_)?model\.safetensors",
)
