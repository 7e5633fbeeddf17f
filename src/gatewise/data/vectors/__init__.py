"""Vectors of words from the files that other programs write; a format a file."""

from gatewise.data.vectors.read import read_vectors
from gatewise.data.vectors.wanted import Asked, Vectors

__all__ = ["Asked", "Vectors", "read_vectors"]
