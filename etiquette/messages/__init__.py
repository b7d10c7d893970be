"""All that the bot says: pure functions, records in, a message or a form out (E18)."""
