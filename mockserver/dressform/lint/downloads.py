"""Files whose links have expired."""

from collections import defaultdict
from collections.abc import Iterator

from dressform.lint.finding import Finding
from dressform.lint.record import Record, succeeded, time_of
from dressform.rows import RequestRow


def downloaded_after_expiry(record: Record) -> Iterator[Finding]:
    """A file was asked for when its link was dead; one finding for each link.

    A hint if a later download succeeded: then the client noticed, and got itself a fresh link.
    """
    for stretch in record.stretches:
        dead: dict[str, list[RequestRow]] = defaultdict(list)
        recovered = 0
        for row in stretch:
            if row.operation == "media" and row.reason == "Expired":
                dead[row.path].append(row)
            elif row.operation == "media" and succeeded(row):
                recovered = row.number
        for path, rows in dead.items():
            numbers = tuple(row.number for row in rows)
            yield Finding(
                rule="downloaded_after_expiry",
                severity="hint" if recovered > numbers[-1] else "problem",
                message=(
                    f"{path} was asked for at {time_of(rows[0])} after its link had expired, and "
                    f"answered {rows[0].status}. Download results as soon as the job is done, or ask "
                    "for the job again to get fresh links."
                ),
                source=record.source("downloaded_after_expiry", "links to results expire"),
                requests=numbers,
            )
