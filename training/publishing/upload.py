"""A folder to the Hub, as one revision."""

from __future__ import annotations

from pathlib import Path

from viml_core.hub import HubAddress, api, explained
from viml_core.types import Progress, no_progress


def upload(
    folder: Path,
    address: HubAddress,
    *,
    private: bool = False,
    variables: dict[str, str] | None = None,
    progress: Progress = no_progress,
) -> HubAddress:
    """Make the repository if need be, and upload the folder; the address of the new revision.

    Files of an earlier revision that are not in the folder are deleted.

    Raises:
        HubError: not logged in, not allowed, or the Hub out of reach.
    """
    progress(f"Uploading to {address}")
    with explained(address):
        hub = api()
        hub.create_repo(
            address.repo,
            repo_type=address.kind,
            private=private or None,
            exist_ok=True,
            space_sdk="gradio" if address.kind == "space" else None,
        )
        for key, value in (variables or {}).items():
            hub.add_space_variable(address.repo, key, value)
        done = hub.upload_folder(
            repo_id=address.repo,
            repo_type=address.kind,
            folder_path=folder,
            delete_patterns="*",
            commit_message="Publish",
        )
    return address.at(done.oid)
