"""Where the schema files and the contract suite live.

A wheel carries both inside the package; a checkout keeps them beside it.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def locate(name: str) -> Path:
    """Where `schemas/` or `contracts/` is; `FileNotFoundError` where it is not."""
    for folder in (_PACKAGE / name, _PACKAGE.parent.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}/ is missing from this installation of dressform")


SCHEMAS = locate("schemas")
