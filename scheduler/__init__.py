"""What time tells us: a few fixed ticks, and the way out to Slack."""
