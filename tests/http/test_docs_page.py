"""The documentation page is complete, safe to build from any text, and needs no network."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dressform.http.docs_page import CONTENT_SECURITY_POLICY, asset, page

HOSTILE = """</script><script src="//evil">'"&amp;<img onerror=x>$title"""
PLAIN = {
    "title": "Uwear",
    "openapi_url": "/uwear/openapi.json",
    "assets_url": "/uwear/docs/assets",
    "api_key": "uwear-dressform",
}


class Elements(HTMLParser):
    """The start tags of a page in order, each with its attributes, and the text of each kind of element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags:
            self.texts.append((self.tags[-1][0], data))

    def attribute(self, name: str) -> list[str]:
        """The values of one attribute, wherever it occurs."""
        return [value for _, attributes in self.tags if (value := attributes.get(name)) is not None]


def test_page_hands_its_values_to_the_script() -> None:
    elements = Elements(page(**PLAIN))

    assert elements.attribute("data-openapi-url") == ["/uwear/openapi.json"]
    assert elements.attribute("data-api-key") == ["uwear-dressform"]
    assert ("title", "Uwear - Dressform") in elements.texts


def test_page_says_that_it_is_a_simulator_and_explains_the_grades_of_evidence() -> None:
    html = page(**PLAIN)

    assert "simulated by Dressform" in html
    assert Elements(html).attribute("data-evidence") == ["documented", "observed", "inferred"]


@pytest.mark.parametrize("name", PLAIN)
def test_hostile_value_stays_text(name: str) -> None:
    plain = Elements(page(**PLAIN))
    hostile = Elements(page(**(PLAIN | {name: HOSTILE})))

    assert [(tag, list(attributes)) for tag, attributes in hostile.tags] == [
        (tag, list(attributes)) for tag, attributes in plain.tags
    ]


def test_hostile_value_arrives_unchanged() -> None:
    elements = Elements(page(**(PLAIN | {"api_key": HOSTILE})))

    assert elements.attribute("data-api-key") == [HOSTILE]


def test_page_loads_known_assets_only() -> None:
    elements = Elements(page(**PLAIN))
    styles = [str(attributes["href"]) for tag, attributes in elements.tags if tag == "link"]
    loaded = elements.attribute("src") + styles

    assert all(url.startswith("/uwear/docs/assets/") for url in loaded)
    assert all(asset(url.rpartition("/")[2]) for url in loaded)


def test_a_slash_that_ends_the_assets_url_is_ignored() -> None:
    assert page(**(PLAIN | {"assets_url": "/uwear/docs/assets/"})) == page(**PLAIN)


def test_page_needs_nothing_that_the_policy_forbids() -> None:
    elements = Elements(page(**PLAIN))

    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert all("src" in attributes for tag, attributes in elements.tags if tag == "script")
    assert not [tag for tag, _ in elements.tags if tag == "style"]
    assert not [
        name
        for _, attributes in elements.tags
        for name in attributes
        if name == "style" or name.startswith("on")
    ]


def test_policy_names_no_other_origin() -> None:
    sources = {
        source
        for directive in CONTENT_SECURITY_POLICY.split("; ")
        for source in directive.split()[1:]
    }

    assert sources == {"'none'", "'self'", "data:", "blob:"}


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("docs.css", "text/css; charset=utf-8"),
        ("docs.js", "text/javascript; charset=utf-8"),
        ("favicon-32x32.png", "image/png"),
        ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ("swagger-ui.css", "text/css; charset=utf-8"),
    ],
)
def test_asset_is_a_file_with_its_content_type(name: str, content_type: str) -> None:
    found = asset(name)

    assert found is not None
    assert found[0].is_file()
    assert found[1] == content_type


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../docs_page.py",
        "..%2fdocs_page.py",
        "/etc/passwd",
        "docs.js/",
        "docs.js\0",
        "DOCS.JS",
        "README.md",
        "refresh.sh",
        "swagger-ui-dist/swagger-ui.css",
    ],
)
def test_any_other_name_is_no_asset(name: str) -> None:
    assert asset(name) is None


@pytest.mark.parametrize("name", ["docs.css", "swagger-ui.css"])
def test_style_sheet_loads_nothing(name: str) -> None:
    style = text_of(name)

    assert "@import" not in style
    assert re.findall(r"url\((?![\"']?data:)[^)]*\)", style) == []


def test_vendored_release_is_the_one_that_the_readme_names() -> None:
    folder = path_of("docs.js").parent
    version = re.search(
        r"^Version: (\S+)$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert version is not None
    assert f'PACKAGE_VERSION:"{version[1]}"' in text_of("swagger-ui-bundle.js")
    for licence in ("LICENSE", "NOTICE", "swagger-ui-bundle.js.LICENSE.txt"):
        assert (folder / "swagger-ui-dist" / licence).is_file()


def path_of(name: str) -> Path:
    """The file of an asset that exists."""
    found = asset(name)
    assert found is not None
    return found[0]


def text_of(name: str) -> str:
    """The content of an asset that is text."""
    return path_of(name).read_text(encoding="utf-8")
