"""A receiver of Logto's webhooks."""
