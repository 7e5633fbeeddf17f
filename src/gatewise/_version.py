"""The version, read by the build and by every model folder that is written."""

__version__ = "0.1.0"
