"""The command line: parsing and printing here, the work in the packages below."""

from gatewise.cli.app import main

__all__ = ["main"]
