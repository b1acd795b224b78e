"""The command line: what it can do is listed, what it cannot do is one line."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import dressform
from dressform import cli
from dressform.http.deployment import Unusable
from dressform.http.server import Options, Server, tell_nobody
from dressform.vendors import SLUGS, VENDORS
from tests.support.process import ENVIRONMENT, ROOT, one_line, run_dressform


def test_a_port_in_use_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        line = one_line(run_dressform("serve", "--port", port))
    assert line == f"dressform: cannot serve on 127.0.0.1:{port}: Address already in use\n"


USAGE = {
    "no such host": (
        ["serve", "--host", "nobody.invalid"],
        "cannot serve on nobody.invalid:8000: ",
    ),
    "a host that is none": (["serve", "--host", "x" * 70], "cannot serve on xxx"),
    "not ours to bind": (["serve", "--host", "192.0.2.1"], "cannot serve on 192.0.2.1:8000: "),
    "unknown vendor": (
        ["serve", "--vendor", "nobody"],
        "no vendor 'nobody'; there are: ",
    ),
    "unknown clock": (["serve", "--clock", "fast"], "'fast' is not real, manual, auto, or a rate"),
    "a rate of nothing": (["serve", "--clock", "x0"], "'x0' is not real"),
    "a rate beyond reason": (["serve", "--clock", "x1000001"], "is not real"),
    "a rate in other digits": (["serve", "--clock", "x٣"], "is not real"),
    "too high a port": (["serve", "--port", "65536"], "'--port': 65536 is not in the range"),
    "no port": (["serve", "--port", "http"], "'--port': 'http' is not a valid integer"),
    "no seed": (["serve", "--seed", "x"], "'--seed': 'x' is not a valid integer"),
    "unknown option": (["serve", "--bogus"], "--bogus"),
    "unknown command": (["bogus"], "No such command 'bogus'"),
    "one word too many": (["serve", "bogus"], "bogus"),
}


@pytest.mark.parametrize("name", USAGE)
def test_a_wrong_call_is_one_clear_line(name: str) -> None:
    arguments, words = USAGE[name]
    assert words in one_line(run_dressform(*arguments))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """An installation of its own, to break: the package with its schemas inside, as in a wheel."""
    package = tmp_path / "dressform"
    ignored = shutil.ignore_patterns("__pycache__", "docs_assets")
    shutil.copytree(ROOT / "mockserver/dressform", package, ignore=ignored)
    shutil.copytree(ROOT / "schemas", package / "schemas")
    return package


def test_a_copy_of_the_package_is_whole(copy: Path) -> None:
    done = run_dressform("vendors", PYTHONPATH=str(copy.parent))
    assert (done.returncode, len(done.stdout.splitlines())) == (0, len(SLUGS))


BROKEN = {
    "no YAML": b"openapi: [3.1",
    "binary": b"\x00\xff\xfe",
    "empty": b"",
    "a list": b"- openapi\n- 3.1\n",
    "no paths": b"openapi: 3.1.0\n",
    "no operation as it should be": b"openapi: 3.1.0\npaths: {/x: {get: {}}}\n",
    "no handler for it": b"openapi: 3.1.0\npaths: {}\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_contract_that_cannot_be_read_is_one_clear_line(copy: Path, name: str) -> None:
    (copy / "schemas/uwear/openapi.yaml").write_bytes(BROKEN[name])
    line = one_line(run_dressform("serve", "--port", "0", PYTHONPATH=str(copy.parent)))
    assert "uwear" in line


def test_a_contract_that_is_missing_or_closed_is_one_clear_line(copy: Path) -> None:
    contract = copy / "schemas/uwear/openapi.yaml"
    contract.unlink()
    line = one_line(run_dressform("serve", "--port", "0", PYTHONPATH=str(copy.parent)))
    assert line.startswith("dressform: cannot read schemas/uwear/openapi.yaml: FileNotFoundError")
    contract.mkdir()
    line = one_line(run_dressform("serve", "--port", "0", PYTHONPATH=str(copy.parent)))
    assert line.startswith("dressform: cannot read schemas/uwear/openapi.yaml: IsADirectoryError")


@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["vendors"]])
def test_an_installation_without_schemas_is_one_clear_line(copy: Path, command: list[str]) -> None:
    shutil.rmtree(copy / "schemas")
    line = one_line(run_dressform(*command, PYTHONPATH=str(copy.parent)))
    assert line == "dressform: schemas/ is missing from this installation of dressform\n"


def test_the_version_is_the_packages() -> None:
    done = run_dressform("--version")
    assert (done.returncode, done.stdout) == (0, f"dressform, version {dressform.__version__}\n")


def test_vendors_are_listed_with_their_keys() -> None:
    done = run_dressform("vendors")
    assert (done.returncode, done.stdout) == (
        0,
        "".join(f"{v.slug:12} {v.title:12} key {v.default_key}\n" for v in VENDORS.values()),
    )


@pytest.mark.parametrize("arguments", [[], ["-h"], ["--help"]])
def test_help_names_the_commands(arguments: list[str]) -> None:
    done = run_dressform(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(command in done.stdout for command in ("serve", "vendors", "--version"))


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_of_serve_names_every_option(option: str) -> None:
    out = run_dressform("serve", option).stdout
    options = {name for parameter in cli.serve.params for name in parameter.opts}
    assert options >= {"--host", "--port", "--vendor", "--clock", "--seed", "--strict"}
    assert [name for name in options if name not in out] == []


def test_the_script_is_the_module() -> None:
    script = Path(sys.executable).with_name("dressform")
    if not script.exists():
        pytest.skip("dressform is not installed, only on the path")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, timeout=30)
    assert done.stdout == f"dressform, version {dressform.__version__}\n"


def test_the_version_costs_no_server() -> None:
    """What is asked for in a prompt or a script is answered without loading the web."""
    code = (
        "import sys; from dressform import cli; print({'aiohttp', 'jsonschema'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, timeout=30
    )
    assert done.stdout == "set()\n"


def test_an_interrupt_before_it_serves_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_installed", interrupted)
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve"])
    assert (ended.value.code, capsys.readouterr().err.strip()) == (130, "")


def test_what_stops_a_start_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def start(self: Server) -> None:
        raise Unusable("uwear: no handler for list_cameras")

    monkeypatch.setattr(Server, "start", start)
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", "--port", "0"])
    captured = capsys.readouterr()
    assert (ended.value.code, captured.out) == (2, "")
    assert captured.err == "dressform: uwear: no handler for list_cameras\n"


def test_every_option_reaches_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Options] = []

    async def start(self: Server) -> None:
        seen.append(self.options)
        raise Unusable("seen")

    monkeypatch.setattr(Server, "start", start)
    given = "--host [::1] --port 1 --vendor uwear --clock x2.5 --seed 3 --strict"
    for line in (f"serve {given} --webhook-allow a --webhook-allow b --quiet", "serve"):
        with pytest.raises(SystemExit):
            cli.main(line.split())
    asked, plain = seen
    told = {"on_request": plain.on_request, "on_attempt": plain.on_attempt}
    assert plain == Options(tuple(VENDORS.values()), port=8000, **told)
    assert asked == Options(
        vendors=(VENDORS["uwear"],),
        host="::1",
        port=1,
        root="uwear",
        mode="real",
        rate=2.5,
        seed=3,
        strict=True,
        webhook_allow=frozenset({"a", "b"}),
    )
    assert tell_nobody not in told.values()


def test_uvloop_is_used_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli._loop_factory() in {None, getattr(sys.modules.get("uvloop"), "new_event_loop", None)}
    monkeypatch.setitem(sys.modules, "uvloop", SimpleNamespace(new_event_loop=len))
    assert cli._loop_factory() is len
