"""What the tables of `tests.support.ledger` come from."""
