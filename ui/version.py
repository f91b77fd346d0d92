"""Which version of Isnad this is."""

from importlib import metadata


def version() -> str:
    """The version that is installed; "0" where none is, as in a bare checkout."""
    try:
        return metadata.version("isnad")
    except metadata.PackageNotFoundError:
        return "0"
