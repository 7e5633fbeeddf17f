"""The layers in torch: gradients, dropout, any device. Only training imports this package."""

from gatewise.layers.trainable.operations import TrainableOperations

__all__ = ["TrainableOperations"]
