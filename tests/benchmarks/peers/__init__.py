"""What people use today, serving the same operation, as `make bench-peers` installs it."""
