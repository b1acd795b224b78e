"""The personas and trained models that a workspace comes with; nothing in the API makes any.

They follow from the workspace's seed and first instant alone, so that asking for them changes
nothing. Source: vendor-notes.md, neofashion, "personas, models"; inferred.
"""

from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import TypeVar

from msgspec import Struct

from dressform.engine.clock import DAY, iso8601
from dressform.engine.errors import NotFound
from dressform.engine.ids import ulid
from dressform.engine.workspace import Workspace


class Persona(Struct, frozen=True, gc=False):
    """A person who can be cast again and again."""

    id: str
    name: str
    description: str
    created_at: str


class TrainedModel(Struct, frozen=True, gc=False):
    """A model trained on the pictures of one brand, ready for use."""

    id: str
    name: str
    status: str
    created_at: str


_PEOPLE = (
    "Amara Okafor",
    "Lena Hoffmann",
    "Yuki Tanaka",
    "Mateo Fernández",
    "Noor Al-Sayed",
    "Clara Lindqvist",
    "Dario Ricci",
    "Priya Raman",
    "Zola Mthembu",
    "Elif Demir",
    "Jonas Berg",
    "Inês Carvalho",
    "Malik Johnson",
    "Sofia Marinova",
    "Thandi Nkosi",
    "Camille Laurent",
)
_ROLES = (
    "Calm and direct, at home in e-commerce",
    "Playful, made for street style",
    "Poised, a face for editorials",
    "Relaxed, mostly loungewear",
    "Energetic, cast for sportswear",
    "Elegant, evening wear and silk",
)
_LABELS = (
    "Maison Verre",
    "Nordhaven",
    "Casa Lumbre",
    "Atelier Mira",
    "Fieldnote",
    "Oak & Ember",
    "Studio Halden",
    "Rue Onze",
)
_LINES = (
    "outerwear",
    "knitwear",
    "denim",
    "swimwear",
    "tailoring",
    "silk dresses",
    "lookbook light",
)

_Kept = TypeVar("_Kept", Persona, TrainedModel)


def personas(workspace: Workspace) -> tuple[Persona, ...]:
    """Everyone who can be cast, oldest first."""
    return _personas(workspace.seed, _since(workspace))


def trained_models(workspace: Workspace) -> tuple[TrainedModel, ...]:
    """Every custom model, oldest first."""
    return _trained_models(workspace.seed, _since(workspace))


def persona(workspace: Workspace, persona_id: str) -> Persona:
    """That persona, or `NotFound`."""
    return _found(personas(workspace), "Persona", persona_id)


def trained_model(workspace: Workspace, model_id: str) -> TrainedModel:
    """That model, or `NotFound`."""
    return _found(trained_models(workspace), "Model", model_id)


def api_key_id(workspace: Workspace) -> str:
    """What the audit calls the workspace's API key."""
    return _api_key_id(workspace.seed, _since(workspace))


def _since(workspace: Workspace) -> int:
    """When the workspace was opened: its first credits came with it."""
    return workspace.ledger.entries[0].at


def _found(kept: tuple[_Kept, ...], what: str, wanted: str) -> _Kept:
    for each in kept:
        if each.id == wanted:
            return each
    raise NotFound(what, wanted)


@lru_cache(maxsize=1024)
def _api_key_id(seed: int, since: int) -> str:
    return f"key_{ulid(Random(f'{seed} api key'), since).lower()}"


@lru_cache(maxsize=1024)
def _personas(seed: int, since: int) -> tuple[Persona, ...]:
    random = Random(f"{seed} personas")
    names = random.sample(_PEOPLE, random.randint(4, 6))
    roles = random.sample(_ROLES, len(names))

    def make(made: int, id: str) -> Persona:
        return Persona(id, names.pop(), roles.pop(), iso8601(made))

    return _history(random, since, len(names), "persona", make)


@lru_cache(maxsize=1024)
def _trained_models(seed: int, since: int) -> tuple[TrainedModel, ...]:
    random = Random(f"{seed} models")
    label = random.choice(_LABELS)
    lines = random.sample(_LINES, random.randint(2, 3))

    def make(made: int, id: str) -> TrainedModel:
        return TrainedModel(id, f"{label} {lines.pop()}", "ready", iso8601(made))

    return _history(random, since, len(lines), "model", make)


def _history(
    random: Random, since: int, number: int, prefix: str, make: Callable[[int, str], _Kept]
) -> tuple[_Kept, ...]:
    """So many, made in the three months before the workspace was opened."""
    days = sorted(random.sample(range(1, 90), number), reverse=True)
    instants = [since - day * DAY for day in days]
    return tuple(make(at, f"{prefix}_{ulid(random, at).lower()}") for at in instants)
