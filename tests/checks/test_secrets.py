"""No key gets into what is printed or written, not even a part of one."""

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dressform.checks import Account, Api, Inbox, check, promised
from dressform.checks.derived import suite_of as vendor_suite
from dressform.checks.redaction import HIDDEN, Secrets
from dressform.checks.target import Asked, reach
from dressform.http.server import Server
from tests.checks.command_line import checking
from tests.checks.odd_targets import answer, odd, says
from tests.checks.suites import judged, reached
from tests.support.process import run_dressform
from tests.support.serving import Shop

Capsys = pytest.CaptureFixture[str]
Open = Callable[..., Account]
KEYED = ("--api-key", "aKeyThatNobodyReads")
KEY = "s3cret/key+0123 <&\"'\\>"
PLAIN = "plainSecretKey0123456789"


def forms(secret: str) -> list[str]:
    """In which a deployment may quote it."""
    escaped = json.dumps(secret)[1:-1]
    return [
        secret,
        escaped,
        escaped.replace("/", "\\/"),
        escaped.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"),
        quote(secret, safe=""),
        quote(secret, safe="").replace("%20", "+"),
        base64.b64encode(secret.encode()).decode(),
        base64.b64encode(f"{secret}:".encode()).decode(),
        base64.b64encode(f":{secret}".encode()).decode(),
    ]


@pytest.mark.parametrize("form", forms(KEY))
def test_a_secret_is_hidden_in_every_form_in_which_it_may_be_quoted(form: str) -> None:
    secrets = Secrets()
    secrets.add(KEY)
    assert f"no such key: {HIDDEN}!" == secrets.redact(f"no such key: {form}!")


def test_of_two_secrets_the_longer_goes_first() -> None:
    secrets = Secrets()
    secrets.add("abcd")
    secrets.add("abcdefgh")
    assert f"{HIDDEN} {HIDDEN}" == secrets.redact("abcdefgh abcd")


@settings(deadline=None)
@given(
    st.lists(st.text("ab&", min_size=4, max_size=6), max_size=4),
    st.text("ab&", max_size=30) | st.text("ab&]%26redct", max_size=30),
)
def test_a_text_without_secrets_is_told_apart_without_looking_for_each(
    hidden: list[str], text: str
) -> None:
    secrets = Secrets()
    for secret in hidden:
        secrets.add(secret)
    shown = text
    for form in sorted(secrets._forms, key=len, reverse=True):
        shown = shown.replace(form, HIDDEN)
    assert shown == secrets.redact(text)


@pytest.mark.parametrize("none", [None, "", "abc"])
def test_what_is_too_short_to_be_a_secret_takes_nothing_with_it(none: str | None) -> None:
    secrets = Secrets()
    secrets.add(none)
    assert "an abc" == secrets.redact("an abc")


def test_headers_that_hold_credentials_are_hidden_by_name_and_others_by_value() -> None:
    secrets = Secrets()
    secrets.add(PLAIN)
    sent = {"AUTHORIZATION": "Bearer x", "X-Api-Key": "y", "Set-Cookie": "a=b", "X-Id": PLAIN}
    shown = secrets.headers(sent | {"Accept": "*/*"})
    assert [f"Bearer {HIDDEN}", HIDDEN, HIDDEN, HIDDEN, "*/*"] == list(shown.values())


ECHOES = answer(
    "200 OK",
    "Content-Type: application/json",
    f"X-Echo: {PLAIN}",
    f"Set-Cookie: k={PLAIN}",
    body=json.dumps({"items": [PLAIN, PLAIN[:-1], PLAIN.swapcase()], "you": f"Bearer {PLAIN}"}),
)


def everything(capsys: Capsys, folder: Path, *arguments: str) -> str:
    """All that a run has said and written."""
    files = {kind: folder / f"report.{kind}" for kind in ("junit", "html", "json")}
    report = ",".join(f"{kind}={file}" for kind, file in files.items())
    ended = checking(capsys, "uwear", *arguments, "-v", "--report", report)
    written = [file.read_text() for file in files.values() if file.exists()]
    return "\n".join([ended.out, ended.err, *written])


@pytest.mark.parametrize("place", ["option", "environment", "path"])
def test_a_key_that_the_deployment_quotes_is_nowhere_to_be_read(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    given = [] if place == "environment" else ["--api-key", PLAIN]
    if place == "environment":
        monkeypatch.setenv("DRESSFORM_API_KEY", PLAIN)
    with odd(says(ECHOES)) as url:
        url = f"{url}/{PLAIN}" if place == "path" else url
        checks = ["--check", "*.list_cameras*", "--check", "*malformed*", "--check", "*cameras_200"]
        said = everything(capsys, tmp_path, "--url", url, *given, *checks)
    assert 4 <= said.count("list_cameras_refuses_a_wrong_key")
    assert HIDDEN in said
    assert [] == [part for part in (PLAIN[:-1], PLAIN[:12], PLAIN.swapcase()) if part in said]


@pytest.mark.parametrize(
    "url",
    [
        "https://user:{}@api.test/uwear",
        "https://{}@api.test/uwear",
        "https://api.test/uwear?api_key={}",
        "https://api.test/uwear#{}",
        "https://user:{}@[::1/uwear",
        "https://user:pass/{}@api.test:port/uwear",
        "user:{}@api.test/uwear",
        "ftp://user:{}@api.test/",
    ],
)
@pytest.mark.parametrize("more", [(), ("--plan",), ("--list",)])
def test_a_url_with_a_secret_in_it_is_refused_without_it(
    capsys: Capsys, url: str, more: tuple[str, ...]
) -> None:
    line = checking(capsys, "uwear", "--url", url.format(PLAIN), *more).line
    assert not re.search(f"{PLAIN[:8]}|{PLAIN[-8:]}", line)
    assert "URL" in line


def test_a_process_that_fails_does_not_tell_the_key() -> None:
    done = run_dressform("check", "uwear", "--url", "http://127.0.0.1:1", DRESSFORM_API_KEY=PLAIN)
    assert (2, "") == (done.returncode, done.stdout)
    assert PLAIN not in done.stderr


def test_keys_tokens_and_webhook_secrets_of_opened_accounts_are_in_no_report(
    server: Server,
) -> None:
    found: list[str] = []

    @check("s")
    def tells_all(open_account: Open, api: Api, inbox: Inbox) -> None:
        """It says all that it knows."""
        account = open_account(webhook_url=inbox.url)
        found.extend([account.key, account.row["webhook_secret"]])
        found.append(api.headers["Authorization"].removeprefix("Bearer "))
        api.at("GET", f"/{found[0]}?key={found[2]}", headers={"X-Note": found[1]})
        api.call("create_clothing_item", body={"clothing_item_name": " ".join(found)})
        promised(kept=False, otherwise=f"{'x ' * 140} {' '.join(found)} " + "y " * 400)

    shown = repr(judged(server, tells_all))
    assert 3 == len(found)
    assert [] == [secret for secret in found if secret in shown or secret[:-1] in shown]
    assert 8 <= shown.count(HIDDEN)


def test_a_token_that_was_minted_is_a_secret(server: Server) -> None:
    suite, secrets = vendor_suite("neofashion"), Secrets()
    asked = Asked(f"{server.origin}/neofashion/api/v1")
    target = reach(asked, suite.terms, suite.contract, secrets)
    token = target.open().token(expires_in=60)
    assert HIDDEN == secrets.redact(token)
    target.close()


def test_a_key_that_a_reason_is_cut_at_is_hidden_whole(uwear: Shop) -> None:
    @check("s")
    def cut(api: Api) -> None:
        """Its reason is cut within a key, wherever that is."""
        key = api.headers["Authorization"].removeprefix("Bearer ")
        promised(kept=False, otherwise=key * 40)

    run = reached(uwear.server, cut)
    key = run.target.api.headers["Authorization"].removeprefix("Bearer ")
    outcome = run.all(run.suite.checks.values()).outcomes[0]
    pieces = [key[start : start + 8] for start in range(len(key) - 8)]
    assert [] == [piece for piece in pieces if piece in outcome.reason]


def test_no_credentials_are_sent_but_those_that_were_given(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    seen: list[bytes] = []

    with odd(says(answer("200 OK", "Set-Cookie: session=1; Path=/", body="{}")), seen) as url:
        checking(capsys, "uwear", "--url", url, "--check", "*refuses_nobody", *KEYED)
    assert 10 <= len(seen)
    assert [] == [each for each in seen if b"cookie:" in each.lower() or b"Basic" in each]
