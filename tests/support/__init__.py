"""What several tests need: a server on a thread, an account on it, a receiver of webhooks."""
