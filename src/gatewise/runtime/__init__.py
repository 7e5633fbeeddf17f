"""Using a trained model: NumPy and safetensors, nothing else."""

from gatewise.runtime.predictor import Answer, Predictor, load

__all__ = ["Answer", "Predictor", "load"]
