from tests.support.ledger.migrations.initial import Migration as Migration
