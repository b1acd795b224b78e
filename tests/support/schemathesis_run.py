"""`schemathesis run`, as a user runs it, with every check."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.serving import Shop

Json = dict[str, Any]

ROOT = Path(__file__).parents[2]


def run(
    folder: Path, shops: list[Shop], *arguments: str, header: str = "Authorization"
) -> tuple[Json, str]:
    """The report of a run as each of these accounts' users, and what it printed.

    `header` is the one that the credential goes in.
    """
    users = [
        {
            "name": shop.facts["id"],
            "fixedHeaders": [{"name": header, "value": shop.http.headers[header]}],
        }
        for shop in shops
    ]
    (folder / "users.json").write_text(json.dumps({"auth": users}))
    origin, slug = shops[0].server.origin, shops[0].vendor
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("--config-file", str(ROOT / "tests/support/schemathesis.toml")),
        *("run", f"{origin}/{slug}/openapi.json", "--checks", "all", "--no-color"),
        *("--auth-wfc", "users.json", "--seed", "1", "--generation-database", "none"),
        *("--report", "json", "--report-json-path", "report.json", *arguments),
    ]
    hooks = {"SCHEMATHESIS_HOOKS": "tests.support.schemathesis_hooks", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=folder, env=os.environ | hooks, capture_output=True, text=True, timeout=300
    )
    report = folder / "report.json"
    assert report.exists(), done.stdout + done.stderr
    return json.loads(report.read_text()), done.stdout
