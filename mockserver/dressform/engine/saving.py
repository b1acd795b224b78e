"""A workspace as bytes: saved, loaded again, restored in place.

What there is many of (jobs, files, deliveries) is no `kw_only` struct, though written by keywords: such
a one is saved as a dict with all its names, which takes twice the time and half as many bytes again.
"""

import pickle
from random import Random
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from dressform.engine.rules import Rules


class Savable:
    """What a workspace has to be to be saved: plain data, `rules` and a generator called `random`."""

    id: str
    rules: "Rules"
    random: Random

    def state(self) -> dict[str, Any]:
        """Everything but the rules, as comparable plain data; live, so copy what has to stay."""
        state = {name: value for name, value in vars(self).items() if name != "rules"}
        return state | {"random": self.random.getstate()}

    def save(self) -> bytes:
        """The whole workspace as bytes, from which `load` makes one that goes on just the same."""
        return pickle.dumps(self.state())

    @classmethod
    def load(cls, saved: bytes, rules: "Rules", *, id: str | None = None) -> Self:
        """A workspace that goes on as the saved one would have, under its id or another one."""
        workspace = cls.__new__(cls)
        workspace.rules = rules
        _become(workspace, saved, id)
        return workspace

    def restore(self, saved: bytes) -> None:
        """Become what was saved, at that time, but for the id and the rules."""
        _become(self, saved, self.id)


def _become(savable: Savable, saved: bytes, id: str | None) -> None:
    state = pickle.loads(saved)  # noqa: S301 - our own bytes
    savable.random = Random()
    savable.random.setstate(state.pop("random"))
    vars(savable).update(state | ({} if id is None else {"id": id}))
