"""A living workspace to try: the bot and the local Slack, wired together. Nothing else knows both, tests apart."""
