def check_cli() -> None:
    """Audit the data."""
