"""A person's JSON against the fields of a dataclass: one clear sentence for what is wrong."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from viml_core.errors import InputError

JSON_TYPES = {int: (int,), float: (int, float), str: (str,), bool: (bool,), dict: (dict,)}


def read_object(path: Path) -> dict[str, Any]:
    """The settings in a JSON file.

    Raises:
        InputError: it cannot be read, or is not one JSON object.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path} is not a readable JSON file: {error}.") from error
    if not isinstance(values, dict):
        raise InputError(f"{path} has no settings: it should be one JSON object.")
    return values


def checked(
    kind: type, values: dict[str, Any], where: str, leave_out: Collection[str] = ()
) -> dict[str, Any]:
    """The values as the dataclass `kind` takes them; `where` names them in an error.

    leave_out: fields that come from elsewhere and may not be given.

    Raises:
        InputError: an unknown or missing key, or a value of another type.
    """
    known = {f.name: f for f in fields(kind) if f.name not in leave_out}
    for key in values:
        if key not in known:
            raise InputError(f"{where} has an unknown key '{key}'; known are {', '.join(known)}.")
    for key, one in known.items():
        if key not in values and one.default is MISSING and one.default_factory is MISSING:
            raise InputError(f"{where} lacks the key '{key}'.")
    hints = get_type_hints(kind)
    return {key: _value(hints[key], value, f"'{key}' of {where}") for key, value in values.items()}


def _value(hint: Any, value: Any, where: str) -> Any:
    """The value as the annotation wants it."""
    origin, options = get_origin(hint) or hint, get_args(hint)
    if origin is Literal:
        if value in options:
            return value
        raise InputError(f"{where} is {value!r}, but has to be one of {', '.join(options)}.")
    if origin is tuple and isinstance(value, list):
        return tuple(_value(options[0], one, where) for one in value)
    if origin is Path and isinstance(value, str):
        return Path(value)
    if is_dataclass(hint) and isinstance(value, dict):
        return hint(**checked(hint, value, where))
    if type(None) in options:
        return None if value is None else _value(options[0], value, where)
    if type(value) in JSON_TYPES.get(origin, ()):
        return value
    raise InputError(f"{where} is {value!r}, which is not what is wanted there ({hint}).")
