"""Where the schema files and the contract suite live.

A wheel carries both inside the package; a checkout keeps them beside it.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _locate(name: str) -> Path:
    for folder in (_PACKAGE / name, _PACKAGE.parent.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}/ is missing from this installation of dressform")


SCHEMAS = _locate("schemas")
