"""Every error that Gatewise raises on purpose.

GatewiseError                 anything below; the command line exits with 1
├── UsageError                exit 2: what the user gave cannot be used
│   ├── InputError            a data file, a row of it, or a text
│   ├── ConfigError           an unknown option or an impossible value
│   ├── ModelFolderError      no model, or a damaged, altered or newer one
│   └── OutputError           a place that cannot be written
└── MissingExtraError         an optional dependency is not installed

A message says what came (file and row), what was expected and what to do.
"""

from __future__ import annotations

from gatewise.languages import say

__all__ = [
    "ConfigError",
    "GatewiseError",
    "InputError",
    "MissingExtraError",
    "ModelFolderError",
    "OutputError",
    "UsageError",
]


class GatewiseError(Exception):
    """Base of all errors raised on purpose; `exit_code` is what the command line returns."""

    exit_code = 1


class UsageError(GatewiseError, ValueError):
    """What the user gave cannot be used; nothing was written."""

    exit_code = 2


class InputError(UsageError):
    """Data that cannot be read or learnt from."""

    @classmethod
    def at(
        cls, source: object, row: int | None, came: str, expected: str, remedy: str
    ) -> InputError:
        """The house form: place, what came, what was expected, what to do.

        Args:
            source: The file (or other source) as the user named it.
            row: 1-based line or row number, or None when the whole file is meant.
            came: What was found there, without a final stop.
            expected: What should have been there.
            remedy: What the user can do about it.
        """
        place = source if row is None else say("{source}, row {row}", source=source, row=row)
        return cls(
            say(
                "{place}: {came}; expected {expected}. {remedy}",
                place=place,
                came=came,
                expected=expected,
                remedy=remedy,
            )
        )


class ConfigError(UsageError):
    """An unknown option or a value that cannot be."""


class ModelFolderError(UsageError):
    """A folder that is no model, or one that is damaged, altered or newer than this program."""


class OutputError(UsageError):
    """A place that exists already or cannot be written."""


class MissingExtraError(GatewiseError, ImportError):
    """An optional dependency is needed and not installed."""

    @classmethod
    def of(cls, package: str, extra: str, purpose: str) -> MissingExtraError:
        """Name the package, what it is needed for, and the line that installs it."""
        return cls(
            say(
                "{purpose} needs {package}. Install it with: pip install 'gatewise[{extra}]'",
                purpose=purpose,
                package=package,
                extra=extra,
            )
        )
