"""Reports get into the files that were asked for, complete and without a secret."""

import json
from html import escape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dressform.checks.errors import Unusable
from dressform.checks.redaction import Secrets
from dressform.checks.reports import parse_reports, write
from tests.checks.reports_data import HOSTILE, filled, one_of_each

SECRET = "sk-<live>&\"key'1"


def destinations(folder: Path) -> dict[str, Path]:
    """One file for each kind of report."""
    return parse_reports(f"junit={folder}/a.xml,html={folder}/a.html,json={folder}/a.json")


def hiding(*texts: str) -> Secrets:
    """These secrets."""
    secrets = Secrets()
    for text in texts:
        secrets.add(text)
    return secrets


def test_every_kind_of_report_is_read_from_the_option(tmp_path: Path) -> None:
    assert {
        "junit": tmp_path / "a.xml",
        "html": tmp_path / "a.html",
        "json": tmp_path / "a.json",
    } == destinations(tmp_path)


def test_spaces_around_parts_do_not_matter() -> None:
    assert {"junit": Path("a.xml"), "json": Path("a=b.json")} == parse_reports(
        " junit = a.xml, json=a=b.json "
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "'' is no kind of report: junit, html, json are"),
        ("pdf=a", "'pdf' is no kind of report: junit, html, json are"),
        ("html=a.html,", "'' is no kind of report: junit, html, json are"),
        ("a.html", "'a.html' is no kind of report: junit, html, json are"),
        ("JUnit=a", "'JUnit' is no kind of report: junit, html, json are"),
        ("a\nb=c", "'a\\nb' is no kind of report: junit, html, json are"),
        ("html", "a file is missing: html=FILE"),
        ("html=", "a file is missing: html=FILE"),
        ("html=a,html=b", "the html report is asked for twice"),
        ("html=a,json=tests/../a", "two reports go to 'tests/../a'"),
        ("html=tests", "'tests' is a directory"),
        ("html=/no/such/a.html", "there is no directory '/no/such'"),
        ("html=pyproject.toml/a.html", "there is no directory 'pyproject.toml'"),
        (f"html={'a' * 5000}", f"'{'a' * 5000}' cannot be reached: File name too long"),
    ],
)
def test_option_that_cannot_be_followed_is_refused_in_one_line(
    text: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole line is compared
        parse_reports(text)

    assert line == str(caught.value)


def test_each_file_is_of_its_kind(tmp_path: Path) -> None:
    write([one_of_each()], Secrets(), destinations(tmp_path))

    assert "testsuites" == ET.parse(tmp_path / "a.xml").getroot().tag
    assert (tmp_path / "a.html").read_text().startswith("<!DOCTYPE html>")
    assert ["uwear"] == [
        r["vendor"] for r in json.loads((tmp_path / "a.json").read_text())["reports"]
    ]


def test_files_hold_any_text(tmp_path: Path) -> None:
    write([filled(HOSTILE)], Secrets(), destinations(tmp_path))

    ET.parse(tmp_path / "a.xml")
    (tmp_path / "a.html").read_bytes().decode()
    json.loads((tmp_path / "a.json").read_bytes().decode())


@pytest.mark.parametrize(
    "form",
    [SECRET, escape(SECRET), escape(SECRET, quote=False), json.dumps(SECRET)],
    ids=["raw", "escaped", "escaped but for quotes", "json"],
)
def test_no_secret_reaches_a_file_from_any_field(form: str, tmp_path: Path) -> None:
    write([filled(f"before {form} after")], hiding(SECRET), destinations(tmp_path))

    for file in tmp_path.iterdir():
        document = file.read_text()
        assert "sk-" not in document
        assert "before" in document
        assert "[redacted]" in document


def test_secret_that_is_a_word_of_ours_breaks_no_document(tmp_path: Path) -> None:
    write([one_of_each()], hiding("test", "body", "exit_status"), destinations(tmp_path))

    assert "testsuites" == ET.parse(tmp_path / "a.xml").getroot().tag
    assert "<body>" in (tmp_path / "a.html").read_text()
    assert 1 == json.loads((tmp_path / "a.json").read_text())["exit_status"]


def test_file_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    target = tmp_path / "gone" / "a.json"
    with pytest.raises(Unusable) as caught:
        write([one_of_each()], Secrets(), {"json": target})

    assert f"cannot write {str(target)!r}: No such file or directory" == str(caught.value)


def test_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("x" * 1_000_000)
    write([], Secrets(), {"json": tmp_path / "a.json"})

    assert [] == json.loads((tmp_path / "a.json").read_text())["reports"]
