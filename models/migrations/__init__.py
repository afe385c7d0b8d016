"""The tables' history, one file per step; models/db/migrate.py applies it and says how a step is written."""
