"""`make bench`: measured side by side with bare aiohttp in one run, never asserted."""
