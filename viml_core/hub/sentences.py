"""What goes wrong at the Hub, and on the disk below it, as sentences."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from viml_core.errors import HubError, StorageError
from viml_core.hub.address import HubAddress
from viml_core.hub.client import endpoint, hub_cache, transport_error

_DISK = (
    *(errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS),
    *(errno.ENOTDIR, errno.EEXIST),
)


@contextmanager
def explained(address: HubAddress) -> Iterator[None]:
    """The failures of huggingface_hub, and of the disk below it, as sentences.

    Raises:
        HubError, StorageError: in place of what the block raised.
    """
    from huggingface_hub import errors

    try:
        yield
    except errors.GatedRepoError as error:
        raise HubError(
            f"{address} is gated: accept its terms on its page and log in with `hf auth login`, or "
            "choose another."
        ) from error
    except errors.RepositoryNotFoundError as error:
        raise HubError(
            f"There is no {address.kind} repository {address.repo} on the Hub, or you may not see "
            "it; check the name, or log in with `hf auth login`."
        ) from error
    except errors.RevisionNotFoundError as error:
        raise HubError(
            f"The repository {address.repo} has no revision '{address.revision}'; check the part "
            "behind the @, or leave it out."
        ) from error
    except errors.RemoteEntryNotFoundError as error:
        raise HubError(
            f"The Hub lists a file of {address} and does not give it ({_first_line(error)}); try "
            "again later."
        ) from error
    except errors.HfHubHTTPError as error:
        status = error.response.status_code
        remedy = "log in with `hf auth login`" if status in (401, 403) else "try again later"
        raise HubError(f"The Hub refused {address} (status {status}); {remedy}.") from error
    except (errors.LocalEntryNotFoundError, transport_error(), ConnectionError) as error:
        raise HubError(
            f"{address} could not be fetched, the Hub at {endpoint()} is out of reach or broke "
            f"off ({_first_line(error.__cause__ or error)}); check the connection and try again."
        ) from error
    except OSError as error:
        if error.errno in _DISK:
            raise StorageError(
                f"{address} cannot be kept in {hub_cache()} ({error.strerror}); make room there, "
                "or name another folder in the environment variable HF_HUB_CACHE."
            ) from error
        raise HubError(
            f"The download of {address} was cut short ({_first_line(error)}); nothing unfinished "
            "was kept, try again."
        ) from error


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".:") if lines else type(error).__name__
