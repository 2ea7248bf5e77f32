"""The one tree of errors for whatever a person can cause or mend.

The text of a `VimlError` is a whole sentence for that person: what failed, the value, what to do
next. The command line prints it and exits with 2, the page shows it; anything else is a bug.
"""


class VimlError(Exception):
    """Base of every expected failure."""


class InputError(VimlError):
    """A query cannot be served as asked: bad option, bad batch file, nothing to search with."""


class MediaError(InputError):
    """A file is not the clip or track that it should be: not media, empty, cut short."""


class LimitError(InputError):
    """A file is longer, larger or wider than the configured limits."""


class WeightsError(VimlError):
    """An encoder's weight file is missing, unreachable or not the bytes that were pinned."""


class CheckpointError(VimlError):
    """A checkpoint folder is missing, incomplete, altered or made for another preset."""


class HubError(VimlError):
    """The Hub could not give or take something: unreachable, missing, gated or cut short."""


class LibraryError(VimlError):
    """A library is missing, empty, unreadable or made with other encoders."""


class StorageError(VimlError):
    """The disk is full or a folder cannot be written."""


class Cancelled(VimlError):
    """The person asked the running job to stop."""
