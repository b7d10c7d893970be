"""The heart: what good manners are, what people can do, what is kept and said. It knows nothing of Slack's wire."""
