"""No secret and no control character gets out of a report, in whatever form it got in."""

from collections.abc import Mapping
from html import escape
from types import MappingProxyType

import pytest

from dressform.checks.redaction import HIDDEN, Secrets
from dressform.checks.reports.hiding import hiding, without
from dressform.checks.reports.words import legal, plain, plain_lines, tally
from dressform.checks.verdicts import Verdict
from tests.checks.reports_data import ACCEPTED, BROKEN, HOSTILE, exchange, one_of_each

SECRET = "sk-<live>&\"key'1"


def secrets(*texts: str) -> Secrets:
    """These, and nothing else."""
    hidden = Secrets()
    for text in texts:
        hidden.add(text)
    return hidden


@pytest.mark.parametrize(
    "form",
    [
        SECRET,
        escape(SECRET),
        escape(SECRET, quote=False),
        SECRET.replace("&", "&#38;").replace("<", "&#x3C;"),
    ],
)
def test_secret_is_hidden_in_every_form_that_markup_gives_it(form: str) -> None:
    assert f"the key {HIDDEN} is wrong" == hiding(secrets(SECRET))(f"the key {form} is wrong")


@pytest.mark.parametrize("secret", ["sk-&lt;1", "sk-&copy=1"])
def test_secret_that_looks_like_markup_is_hidden(secret: str) -> None:
    assert HIDDEN == hiding(secrets(secret))(secret)
    assert HIDDEN == hiding(secrets(secret))(escape(secret))


def test_markup_without_a_secret_stays_as_it_is() -> None:
    assert "a &lt; b" == hiding(secrets(SECRET))("a &lt; b")


def test_secret_that_is_a_verdict_changes_no_verdict() -> None:
    hidden = without(one_of_each(), hiding(secrets("broken", "pass")))

    assert one_of_each().exit_status == hidden.exit_status
    assert [o.verdict for o in one_of_each().outcomes] == [o.verdict for o in hidden.outcomes]


def test_headers_of_any_mapping_can_be_hidden() -> None:
    headers: Mapping[str, str] = MappingProxyType({"X-Key": SECRET})

    assert {"X-Key": HIDDEN} == without(exchange(headers=headers), hiding(secrets(SECRET))).headers


def test_what_was_hidden_is_a_copy() -> None:
    original = exchange(body=SECRET)

    assert HIDDEN == without(original, hiding(secrets(SECRET))).body
    assert SECRET == original.body


def test_accepted_mismatch_counts_as_accepted_only() -> None:
    counts = tally([BROKEN, ACCEPTED])

    assert (1, 1) == (counts[Verdict.BROKEN], counts["accepted"])
    assert 2 == sum(counts.values())


def test_plain_text_is_one_line_without_commands_to_a_terminal() -> None:
    assert plain(HOSTILE).isprintable()
    assert all(line.isprintable() for line in plain_lines(HOSTILE))
    assert "Größe ✓" == plain("Größe ✓")


def test_legal_text_keeps_what_xml_can_hold() -> None:
    kept = "\t\n\r é\ud7ff\ue000\ufffd\U0001f600\U0010ffff"

    assert kept == legal(kept)
    assert "\ufffd" * 6 == legal("\x00\x08\x0b\x1f\ud800\ufffe")
