"""`python -m dressform`."""

from dressform.cli import main

main()
