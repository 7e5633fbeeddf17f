"""What computes a network: the native kernels on a processor, else torch's own layers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch

from gatewise import kernels
from gatewise.config import TrainingConfig
from gatewise.errors import ConfigError
from gatewise.languages import say
from gatewise.layers.accelerated import AcceleratedOperations
from gatewise.layers.trainable import TrainableOperations
from gatewise.training.device import find_device

__all__ = ["Engine", "find_engine"]


@dataclass(frozen=True)
class Engine:
    """Where layers run, and by what.

    Args:
        device: Torch's name of the place.
        isa: Instruction set of the native kernels, None for torch's own layers.
        bfloat16: Products of bf16 numbers; weights, sums and cells stay float32.
    """

    device: torch.device
    isa: str | None = None
    bfloat16: bool = False

    def operations(self, generator: torch.Generator | None = None) -> TrainableOperations:
        """The layers; `generator` draws the dropout masks, None leaves dropouts out."""
        if self.isa is None:
            return TrainableOperations(generator)
        return AcceleratedOperations(generator, bfloat16=self.bfloat16)

    @contextmanager
    def threads(self, count: int | None) -> Iterator[int]:
        """Let `count` threads compute (None: every core there is) and put back what was set.

        Torch gets them, or the native kernels where these are at work: then torch, which does what
        is left, has one, since its threads would wait for work on the cores that the kernels need.
        Denormal numbers are flushed to zero meanwhile: they carry nothing here and cost ten times
        the time of others.
        """
        used = count or kernels.available_cores()
        before = torch.get_num_threads()
        torch.set_num_threads(1 if self.isa else used)
        torch.set_flush_denormal(True)
        try:
            with _kernel_threads(used):
                yield used
        finally:
            torch.set_flush_denormal(False)
            torch.set_num_threads(before)

    @property
    def dtype(self) -> str:
        """As `training.dtype` names it."""
        return "bf16" if self.bfloat16 else "fp32"


def find_engine(config: TrainingConfig) -> Engine:
    """The engine that `config` asks for, or the fastest one where it leaves that open.

    Raises:
        ConfigError: The device is not here, or bf16 is asked for where nothing multiplies it.
    """
    device = find_device(config.device)
    isa = kernels.isa() if device.type == "cpu" else None
    able = isa is not None and kernels.has_bfloat16()
    if config.dtype == "bf16" and not able:
        raise ConfigError(
            say(
                "training.dtype is bf16, which nothing multiplies here (device {device}, kernels "
                "{isa}); it takes a processor with AMX or AVX512-BF16. Leave it out for fp32.",
                device=device.type,
                isa=isa or say("none"),
            )
        )
    return Engine(device, isa, bfloat16=able and config.dtype != "fp32")


@contextmanager
def _kernel_threads(count: int) -> Iterator[None]:
    native = kernels.native
    if native is None:
        yield
        return
    before = native.threads()
    native.set_threads(count)
    native.keep_memory()
    try:
        yield
    finally:
        native.set_threads(before)
