"""Authentication, for every operation and by every wrong credential."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dressform.checks.api import Api
from dressform.checks.errors import Mismatch
from dressform.checks.judging import Judge
from dressform.checks.samples import example_of
from dressform.checks.suite import Check, Suite, made
from dressform.contract import Operation

Json = dict[str, Any]

_WRONG_KEY = "dressform-no-such-key-0123456789"


@dataclass(frozen=True)
class Closed:
    """An operation that lets nobody in without the right credential."""

    suite: Suite
    operation: Operation

    def to_nobody(self, nobody: Api) -> None:
        """Ask without any credential."""
        self._refused(nobody, {}, "a request without a credential")

    def to_a_wrong_key(self, nobody: Api) -> None:
        """Ask with a key that nobody has."""
        self._refused(nobody, self.suite.terms.credential(_WRONG_KEY), "a key that nobody has")

    def to_a_malformed_header(self, api: Api) -> None:
        """Ask in every way in which a header can be wrong though the key in it is right."""
        secrets = api.place.transport.secrets
        for value in api.headers.values():
            key = value.rpartition(" ")[2]
            for spoiled in (key[:-1], key.swapcase()):  # the refusal may quote it
                secrets.add(spoiled)
        for what, headers in _malformed(api.headers):
            self._refused(api, headers, what)

    def _refused(self, api: Api, headers: Mapping[str, str], what: str) -> None:
        sent = example_of(self.suite, self.operation)
        answer = api.call(self.operation.id, headers=headers, **sent)
        if answer.status != 401:
            raise Mismatch(f"{answer.what} instead of 401, to {what}", exchange=answer.exchange)


def credentials(suite: Suite) -> Iterator[Check]:
    """The checks that nobody gets in who must not."""
    for operation in suite.contract.operations.values():
        closed, shown = Closed(suite, operation), ((operation.id, 401),)
        place = f"{operation.method} {operation.path}"
        yield made(
            f"{suite.slug}.credentials.{operation.id}_refuses_nobody",
            closed.to_nobody,
            f"{place} answers 401 to a request without a credential.",
            **_graded(suite, operation),
            shows=shown,
        )
        yield made(
            f"{suite.slug}.credentials.{operation.id}_refuses_a_wrong_key",
            closed.to_a_wrong_key,
            f"{place} answers 401 to a key that nobody has.",
            **_graded(suite, operation),
            lean=operation.id == suite.terms.probe,
            shows=shown,
        )
    probe = suite.contract.operations[suite.terms.probe]
    yield made(
        f"{suite.slug}.credentials.a_malformed_header_is_refused",
        Closed(suite, probe).to_a_malformed_header,
        "The right key in a malformed header, or with something added to it, is refused with 401.",
        **_graded(suite, probe),
        lean=False,
    )


def _graded(suite: Suite, operation: Operation) -> Json:
    grade = Judge(suite.contract).grade(operation, 401)
    return {"evidence": grade.evidence, "source": grade.source}


def _malformed(headers: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Ways to spoil the header that holds the key, and what each is."""
    for name, value in headers.items():
        scheme, blank, key = value.rpartition(" ")
        yield "the key without its last character", {name: f"{scheme}{blank}{key[:-1]}"}
        yield "the key with one character more", {name: f"{scheme}{blank}{key}x"}
        yield "the key with its cases swapped", {name: f"{scheme}{blank}{key.swapcase()}"}
        if scheme:
            yield "the key without its scheme", {name: key}
            yield "the key under the scheme Basic", {name: f"Basic {key}"}
            yield "the scheme without a key", {name: scheme}
