"""What can go wrong for a person who rebuilds music."""

from viml_core.errors import VimlError


class ComposerError(VimlError):
    """The synthesiser or sound font is missing, or a style or title is unknown."""
