"""The one place from which a check sends anything: it holds the budget and the ownership."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from dressform.checks.answer import Answer
from dressform.checks.budget import Budget
from dressform.checks.errors import NoAnswer
from dressform.checks.exchange import SENT, Exchange, cut
from dressform.checks.meters import Meter
from dressform.checks.patience import patient_session, within
from dressform.checks.redaction import Secrets

Form = tuple[tuple[str, Any], ...]
"""Members of a form: a text, or (file name, bytes, media type)."""

MAX_ANSWER = 256 * 1024 * 1024
_CHUNK = 256 * 1024
_CONNECT = 10.0


@dataclass(frozen=True)
class Request:
    """What is to be sent. `data` is a body as it goes out, `worst` what it may cost in credits."""

    method: str
    url: str
    operation: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    data: bytes | None = None
    form: Form | None = None
    worst: int = 0
    counted: bool = True


class Transport:
    """Sends requests and keeps what was said. Answers are waited for `timeout` seconds in all."""

    def __init__(self, budget: Budget, secrets: Secrets, *, timeout: float = 60.0) -> None:
        self.budget = budget
        self.secrets = secrets
        self.timeout = timeout
        self.exchanges: list[Exchange] = []
        self._session = patient_session()

    def close(self) -> None:
        """Close every connection."""
        self._session.close()

    def send(self, request: Request, meter: Meter) -> Answer:
        """The answer, or `OutOfBudget`, or `NoAnswer`."""
        reservation = self.budget.reserve(request.worst, meter.payer)
        exchange, answer, cost = None, None, 0
        try:
            if request.worst:
                meter.before(request.worst)
            exchange, cost = self._begin(request), request.worst
            try:
                answer = self._answer(request, exchange)
            finally:
                if request.worst:
                    cost = meter.after(request.worst, answer)
        finally:
            self.budget.settle(reservation, cost)
            if exchange is not None:
                exchange.spent = cost
        if request.worst:
            meter.vouch(request.worst, answer)
        return answer

    def _begin(self, request: Request) -> Exchange:
        redact = self.secrets.redact
        data = (request.data or b"").decode(errors="replace")
        form = tuple((name, redact(_shown(value))) for name, value in request.form or ())
        exchange = Exchange(
            request.method,
            redact(request.url),
            request.operation,
            self.secrets.headers(dict(request.headers)),
            body=cut(redact(data), SENT),
            form=form,
            worst=request.worst,
            counted=request.counted,
        )
        self.exchanges.append(exchange)
        return exchange

    def _answer(self, request: Request, exchange: Exchange) -> Answer:
        try:
            status, headers, body = self._exchange(request)
        except requests.RequestException as error:
            exchange.failure = self.secrets.redact(reason(error))
            raise NoAnswer(
                f"{request.method} {exchange.path} got no answer: {exchange.failure}"
            ) from error
        exchange.status = status
        exchange.answer_headers = self.secrets.headers(headers)
        exchange.answer = cut(self.secrets.redact(_text(headers, body)))
        return Answer(status, headers, body, exchange)

    def _exchange(self, request: Request) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body. A redirect is an answer; a drip of bytes is no excuse."""
        with (
            within(self.timeout),
            self._session.request(
                request.method,
                request.url,
                headers=dict(request.headers),
                data=request.data,
                files=[(name, _part(value)) for name, value in request.form or ()] or None,
                timeout=(min(_CONNECT, self.timeout), self.timeout),
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            body = bytearray()
            for chunk in response.iter_content(_CHUNK):
                body += chunk
                if len(body) > MAX_ANSWER:
                    raise requests.RequestException(f"more than {MAX_ANSWER} bytes")
        return response.status_code, response.headers, bytes(body)


def _part(value: Any) -> tuple[str | None, Any] | tuple[str, bytes, str]:
    return (None, value) if isinstance(value, str) else value


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else f"@{value[0]};type={value[2]}"


def _text(headers: Mapping[str, str], body: bytes) -> str:
    kind = headers.get("Content-Type", "").partition(";")[0]
    if kind.startswith(("image/", "video/", "audio/")) or kind == "application/octet-stream":
        return f"({len(body)} bytes of {kind})"
    return body.decode(errors="replace")


def reason(error: Exception) -> str:
    """What went wrong with a connection, in one line, without the layers it came through."""
    inner: BaseException = error
    while (deeper := inner.__cause__ or inner.__context__) is not None:
        if inner.__cause__ is None and inner.__suppress_context__:
            break
        inner = deeper
    text = " ".join(str(inner).split()) or type(inner).__name__
    if isinstance(error, requests.ConnectTimeout):
        return "no connection in time"
    if isinstance(error, requests.ReadTimeout):
        return "silence until the time was up"
    if isinstance(error, requests.exceptions.SSLError):
        return f"TLS: {text}"
    return text
