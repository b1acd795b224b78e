"""What `import dressform` gives, and what it costs."""

import subprocess
import sys
from typing import Any, get_origin

import pytest

import dressform

HEAVY = {"aiohttp", "asyncio", "jsonschema", "jsonschema_rs", "msgspec", "PIL", "yaml", "faker"}


def test_every_exported_name_is_there_and_has_a_home_to_be_found_in() -> None:
    assert sorted(dressform.__all__) == dressform.__all__
    assert set(dressform.__all__) == {*dressform._HOMES, "__version__"}
    for name in dressform.__all__:
        exported: Any = getattr(dressform, name)
        assert get_origin(exported) or isinstance(exported, str) or exported.__name__ == name
    assert set(dressform.__all__) <= set(dir(dressform))


def test_every_exported_class_says_what_it_is() -> None:
    exported = [getattr(dressform, name) for name in dressform._HOMES]
    assert [each for each in exported if isinstance(each, type) and not each.__doc__] == []


def test_a_name_that_is_not_exported_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'dressform' has no attribute 'MockSever'"):
        _ = dressform.MockSever  # type: ignore[attr-defined]


def test_importing_dressform_imports_nothing_heavy() -> None:
    code = "import sys; old = set(sys.modules); import dressform; print(*set(sys.modules) - old)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    brought = {name.partition(".")[0] for name in run.stdout.split()}
    assert "dressform" in brought
    assert set() == brought & HEAVY
