"""The heart: what good manners are, what people can do, what is kept, what is said. It knows nothing of Slack's wire."""
