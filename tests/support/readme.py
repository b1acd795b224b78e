"""The README in parts: chapters, blocks of code, tables."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text()


def chapter(title: str) -> str:
    """What stands below a heading, up to the next one that is not below it."""
    level = len(title.partition(" ")[0])
    return re.split(rf"\n##{{1,{level - 1}}} ", README.partition(f"\n{title}\n")[2])[0]


def blocks(language: str, text: str = README) -> list[str]:
    """The blocks of code in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def rows(text: str) -> list[list[str]]:
    """The cells of the tables, without their heads."""
    lines = re.findall(r"^\| (.*) \|$", text, re.MULTILINE)
    return [line.split(" | ") for line in lines if "`" in line or "](" in line]
