"""Generated requests: what a document allows, what it does not, and chains of its links.

schemathesis draws them and Hypothesis makes the one that shows a mismatch as small as it can; sent
they are by our own transport, which holds the budget. Both are imported when first needed.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import requests

from dressform.checks.answer import Answer
from dressform.checks.api import Api, may_change
from dressform.checks.errors import NotTried
from dressform.checks.searching import Search
from dressform.checks.suite import Suite
from dressform.contract import Operation, Schema, coerce, load

if TYPE_CHECKING:
    import schemathesis
    from hypothesis.strategies import SearchStrategy
    from schemathesis.schemas import BaseSchema

_WIRE = ("method", "url", "params", "json", "data", "files")
_DRAWN_BOUNDARY = re.compile(r"boundary=([0-9a-f]{32})$")
_BOUNDARY = "dressform-5f1e0c6a7b"
"""Between the members of a form: always the same, as the rest of the request is."""

_PLAIN = re.compile(r"[A-Za-z0-9_.-]+")
DEAREST = 10
"""So many times the price of the cheapest generation may a generated request cost, unless all that
its operation makes is dearer.
"""


@dataclass(frozen=True)
class Traffic:
    """What to send generated requests to: `examples` of each kind, equal ones for an equal seed."""

    suite: Suite
    api: Api
    examples: int
    seed: int

    def valid(self, operation: Operation, judge: Callable[[Answer], None]) -> None:
        """Send requests that the document allows."""
        from schemathesis import GenerationMode

        self._send(operation, GenerationMode.POSITIVE, judge)

    def invalid(self, operation: Operation, judge: Callable[[Answer], None]) -> None:
        """Send requests that it does not allow."""
        from schemathesis import GenerationMode

        self._send(operation, GenerationMode.NEGATIVE, judge)

    def chains(self, judge: Callable[[Answer], None]) -> None:
        """Follow the links of the document from answer to answer."""
        from hypothesis import seed
        from hypothesis.stateful import run_state_machine_as_test

        from dressform.checks.chains import machine_of

        if not self.api.ours:
            raise NotTried("chains of calls change and delete; they need an account to open")
        search = Search()
        machine = machine_of(schema_of(self.suite), self, judge, search)
        seed(self.seed)(machine)
        search.run(
            lambda: run_state_machine_as_test(machine, settings=self._settings(stateful=True))
        )

    def send(self, operation: Operation, case: "schemathesis.Case[Any]") -> Answer:
        """Send a case that was drawn, with our own credential."""
        prepared, kind = self._prepared(case)
        body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body
        if body is not None and (drawn := _DRAWN_BOUNDARY.search(kind)) is not None:
            body = body.replace(drawn[1].encode(), _BOUNDARY.encode())
            kind = kind.replace(drawn[1], _BOUNDARY)
        asked = case.body if isinstance(case.body, dict) else {}
        return self.api.replay(operation.id, str(prepared.url), body, kind, asked)

    def _prepared(self, case: "schemathesis.Case[Any]") -> tuple[requests.PreparedRequest, str]:
        """The request as it goes over the wire, and the media type of its body."""
        arguments = case.as_transport_kwargs(base_url=self.api.place.base_url)
        prepared = requests.Request(
            **{name: arguments[name] for name in _WIRE if name in arguments}
        ).prepare()
        given = arguments["headers"].get("Content-Type", "")
        return prepared, prepared.headers.get("Content-Type", given)

    def cheap(self, operation: Operation, case: "schemathesis.Case[Any]") -> bool:
        """Whether it can be afforded: a generated request is not worth a video."""
        terms = self.suite.terms
        asked = case.body if isinstance(case.body, dict) else {}
        most = max(DEAREST * terms.cheapest, terms.price(operation.id, {}))
        return terms.price(operation.id, asked) <= most

    def _send(self, operation: Operation, mode: Any, judge: Callable[[Answer], None]) -> None:
        from hypothesis import given, seed

        if may_change(operation) and not self.api.ours:
            raise NotTried("changes what this run may not have made; needs an account to open")
        cases: SearchStrategy[schemathesis.Case[Any]] = schema_of(self.suite)[operation.path][
            operation.method
        ].as_strategy(generation_mode=mode)

        search = Search()

        def one(case: "schemathesis.Case[Any]") -> None:
            with search.step(lambda: self.send(operation, case)) as answer:
                judge(answer)

        drawn = cases.filter(lambda case: self.cheap(operation, case))
        if mode.is_negative:
            drawn = drawn.filter(
                lambda case: is_wrong(operation, case, str(self._prepared(case)[0].url))
            )
        search.run(self._settings()(seed(self.seed)(given(case=drawn)(one))))

    def _settings(self, *, stateful: bool = False) -> Any:
        from hypothesis import HealthCheck, Phase, Verbosity, settings

        return settings(
            max_examples=self.examples,
            stateful_step_count=6 if stateful else 50,
            database=None,
            deadline=None,
            report_multiple_bugs=False,
            print_blob=False,
            verbosity=Verbosity.quiet,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        )


def is_wrong(operation: Operation, case: "schemathesis.Case[Any]", url: str) -> bool:
    """Whether the document does not allow a request, once it is what goes over the wire.

    schemathesis also counts what nobody can see the wrong in: members of a query that no document
    names, and in a form, where everything is text, null or a number in the place of a text. And how
    a form spells a name that is not plain, no two libraries agree about.
    """
    texts = parse_qs(urlsplit(url).query, keep_blank_values=True)
    asked = {n: coerce(texts[n], p.schema) for n, p in operation.query.items() if n in texts}
    named = {
        name: coerce([str(value)], operation.path_parameters[name].schema)
        for name, value in (case.path_parameters or {}).items()
    }
    if not operation.query_schema.accepts(asked) or not operation.path_schema.accepts(named):
        return True
    if case.media_type is None or case.media_type not in operation.bodies:
        return False
    schema = operation.bodies[case.media_type]
    if case.media_type == "application/json":
        return isinstance(case.body, bytes) or not schema.accepts(case.body)
    if not isinstance(case.body, dict) or not all(map(_PLAIN.fullmatch, case.body)):
        return False
    return not schema.accepts(_as_form(schema, case.body))


def _as_form(schema: Schema, body: dict[str, Any]) -> dict[str, Any]:
    """The members of a form as whoever reads the texts understands them. A file is taken for text."""
    texts = {
        name: [_text(item) for item in (value if isinstance(value, list) else [value])]
        for name, value in body.items()
    }
    return {name: coerce(each or [""], schema.member(body, name)) for name, each in texts.items()}


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value)
    except TypeError:
        return "a file"


@cache
def _schema(slug: str) -> "BaseSchema":
    import schemathesis

    for kind in ("png", "jpeg", "webp"):
        schemathesis.openapi.media_type(f"image/{kind}", pictures(kind))
    document = {k: v for k, v in load(slug).document.items() if k != "security"}
    return schemathesis.openapi.from_dict(document)


def schema_of(suite: Suite) -> "BaseSchema":
    """The vendor's document as schemathesis reads it, but for credentials: those are our own."""
    return _schema(suite.slug)


def pictures(kind: str) -> "SearchStrategy[bytes]":
    """Real pictures of that kind, of one colour and of few pixels."""
    from hypothesis import strategies as st

    side, colour = st.integers(1, 40), st.sampled_from(["navy", "white", "red"])
    return st.builds(_picture, st.just(kind), side, side, colour)


def _picture(kind: str, width: int, height: int, colour: str) -> bytes:
    from PIL import Image

    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind)
    return file.getvalue()
