"""The same history and a step that rebuilds the tables on SQLite."""
