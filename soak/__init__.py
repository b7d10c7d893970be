"""A year in the life: many members, a whole year, and an oracle that says what should have been said."""
