"""Chains of calls along a document's links, as a state machine of Hypothesis'."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import requests
from hypothesis import assume
from schemathesis.core.transport import Response

from dressform.checks.answer import Answer
from dressform.checks.errors import Mismatch
from dressform.checks.searching import Search

if TYPE_CHECKING:
    import schemathesis

    from dressform.checks.traffic import Traffic


def machine_of(
    schema: Any, traffic: "Traffic", judge: Callable[[Answer], None], search: Search
) -> Any:
    """A state machine that sends through our transport, and knows what exists and what does not."""
    operations = {(o.method, o.path): o for o in traffic.suite.contract.operations.values()}
    makes = traffic.suite.terms.makes

    class Chains(schema.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            self.there: dict[tuple[str, str], bool] = {}

        def call(self, case: "schemathesis.Case[Any]", **_: Any) -> Response:
            operation = operations[case.operation.method.upper(), case.operation.path]
            if not traffic.cheap(operation, case):
                assume(condition=False)
            named = {(name, str(value)) for name, value in (case.path_parameters or {}).items()}
            with search.step(lambda: traffic.send(operation, case)) as answer:
                judge(answer)
                self._must_be_known(answer, named)
            if answer.status < 300 and operation.method == "DELETE":
                self.there |= dict.fromkeys(named, False)
            if answer.status < 300 and operation.id in makes:
                made = makes[operation.id]
                self.there[made.parameter, str(answer.get(made.id))] = True
            return _as_response(answer)

        def _must_be_known(self, answer: Answer, named: set[tuple[str, str]]) -> None:
            for name, value in named:
                there = self.there.get((name, value))
                if there is True and answer.status == 404:
                    raise Mismatch(f"{answer.what}, though {name} {value} had been made")
                if there is False and answer.status < 300:
                    raise Mismatch(f"{answer.what}, though {name} {value} had been deleted")

        def validate_response(self, *_: Any, **__: Any) -> None:
            """Done by then."""

    return Chains


def _as_response(answer: Answer) -> Response:
    """The answer as schemathesis wants it, to take the values of links from."""
    prepared = requests.Request(answer.exchange.method, "http://127.0.0.1/").prepare()
    return Response(
        status_code=answer.status,
        headers={name.lower(): [value] for name, value in answer.headers.items()},
        content=answer.body,
        request=prepared,
        elapsed=0.0,
        verify=False,
    )
