from tests.support.ledger.migrations.kinds import Migration as Migration
