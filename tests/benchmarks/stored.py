"""`dressform serve` whose Uwear account has finished jobs from its start.

`python -m tests.benchmarks.stored PORT JOBS SECONDS FILE`: as many jobs as can be made in that time; the
file tells what came of it.
"""

import json
import sys
from pathlib import Path

from dressform import cli
from dressform.http import server
from dressform.http.deployment import Deployment, Settings
from tests.benchmarks.filling import filled


class _Filled(Deployment):
    def reset(self, settings: Settings) -> None:
        super().reset(settings)
        if self.vendor.slug == "uwear":
            made = filled(self, int(sys.argv[2]), float(sys.argv[3]))
            Path(sys.argv[4]).write_text(json.dumps(made))


if __name__ == "__main__":
    server.Deployment = _Filled  # type: ignore[attr-defined]
    cli.main(["serve", "--port", sys.argv[1], "--quiet", "--clock", "manual"])
