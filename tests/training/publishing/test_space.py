"""The Space's folder: exactly what is uploaded, and that all it needs is in it."""

from __future__ import annotations

import ast
import importlib.metadata
from pathlib import Path

import pytest
from huggingface_hub import RepoCard
from packaging.requirements import Requirement

from training.publishing.space import MAX_BYTES, build_space_folder


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_space_folder(tmp_path_factory.mktemp("space"), "hf://someone/model@" + "a" * 40)


def test_the_folder_is_small_and_holds_what_the_page_needs(space: Path) -> None:
    files = {path.relative_to(space).as_posix() for path in space.rglob("*") if path.is_file()}
    assert {"README.md", "app.py", "packages.txt", "requirements.txt", "LICENSE"} <= files
    assert {"assets/checkpoints/embedded/mt/model.safetensors", "demo/style.css"} <= files
    weights = {f"assets/weights/{name}_musicnn.safetensors" for name in ("MSD", "MTT")}
    assert weights | {"assets/weights/LICENSE-musicnn.md"} <= files  # a restart fetches nothing
    assert {path.split("/")[0] for path in files if "/" in path} == {"assets", "demo", "viml_core"}
    assert not any("__pycache__" in path or path.endswith((".pyc", "make.py")) for path in files)
    assert sum((space / path).stat().st_size for path in files) <= MAX_BYTES


def test_whatever_the_folder_imports_of_this_project_is_in_it(space: Path) -> None:
    wanted = {"app"}
    for path in space.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                wanted |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                wanted.add(node.module)
    ours = {
        name for name in wanted if name.split(".")[0] in ("app", "demo", "training", "viml_core")
    }
    places = {name: space / name.replace(".", "/") for name in ours}
    assert len(ours) > 50
    assert not [
        name
        for name, place in places.items()
        if not place.with_suffix(".py").is_file() and not (place / "__init__.py").is_file()
    ]


def test_the_front_matter_is_what_spaces_read(space: Path) -> None:
    front = RepoCard.load(space / "README.md", ignore_metadata_errors=False).data.to_dict()
    assert front["sdk"] == "gradio" and (space / front["app_file"]).is_file()
    assert front["sdk_version"] == importlib.metadata.version("gradio")
    assert front["python_version"] in ("3.10", "3.12")
    assert front["models"] == ["someone/model"]
    assert len(front["short_description"]) <= 60
    lines = (space / "requirements.txt").read_text().splitlines()
    named = [Requirement(line.split("#")[0]) for line in lines if line.split("#")[0].strip()]
    wanted = {requirement.name: requirement.specifier for requirement in named}
    assert "2.11.0" in wanted["torch"], "ZeroGPU runs torch up to 2.11"
    assert front["sdk_version"] in wanted["gradio"] and "spaces" not in wanted
