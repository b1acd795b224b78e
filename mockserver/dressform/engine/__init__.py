"""The parts every vendor shares: pure, synchronous, seeded, and all of them plain data.

No HTTP, no asyncio, no wall clock, no global state. Instants are integers of microseconds
since 1970-01-01T00:00:00Z and spans are integers of microseconds, so that windows, expiry and
backoff are exact.
"""
