"""Deliberately wrong simulators, by which the checks are checked; see README.md."""
