"""Where torch computes."""

from __future__ import annotations

import torch

from gatewise.errors import ConfigError
from gatewise.languages import say

__all__ = ["find_device"]


def find_device(name: str) -> torch.device:
    """The device called `name`; `auto` is the processor, on which results repeat to the byte.

    Raises:
        ConfigError: Torch knows no such device or this machine has none.
    """
    try:
        device = torch.device("cpu" if name == "auto" else name)
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        reason = str(error).splitlines()[0]
        raise ConfigError(
            say(
                "training.device is {name!r}, which torch cannot use here ({reason}); expected "
                "cpu, or cuda or mps where the machine has one. Leave it out for cpu.",
                name=name,
                reason=reason,
            )
        ) from error
    return device
