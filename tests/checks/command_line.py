"""`dressform check` as somebody types it, in this process."""

from dataclasses import dataclass

import pytest

from dressform.cli import main


@dataclass(frozen=True)
class Ended:
    """How it ended."""

    status: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line that says why nothing was checked."""
        assert (2, "") == (self.status, self.out)
        assert self.err.startswith("dressform: ")
        assert 1 == self.err.count("\n")
        return self.err.removeprefix("dressform: ").strip()


def checking(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ended:
    """Type it, and wait for its end."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as end:
        main(["check", *arguments])
    said = capsys.readouterr()
    return Ended(int(end.value.code or 0), said.out, said.err)
