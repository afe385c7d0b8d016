"""Small tables to test the data layer with: money that moves between accounts and must never be created or lost."""

from typing import Any

from tortoise import fields
from tortoise.expressions import F
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.db.transaction import on_commit, transaction


class Account(Model):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=40, unique=True)
    balance = fields.IntField(default=0)
    note = fields.CharField(max_length=20, null=True)

    class Meta:
        constraints = (CheckConstraint(check="name <> ''", name='account_named'),)


class Movement(Model):
    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'ledger.Account', related_name='movements', on_delete=fields.CASCADE, db_index=True
    )
    amount = fields.IntField()

    account_id: int


class Card(Model):
    id = fields.IntField(primary_key=True)
    account: fields.OneToOneRelation[Account] = fields.OneToOneField('ledger.Account', related_name='card')
    digits = fields.CharField(max_length=4)
    year = fields.IntField()

    class Meta:
        constraints = (UniqueConstraint(fields=('digits', 'year'), name='card_digits_year'),)


class Kind(Model):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=20, unique=True)
    colour = fields.CharField(max_length=20, db_default='grey', db_index=True)


def apps(migrations: str = 'migrations') -> dict[str, dict[str, Any]]:
    """Tortoise's configuration of these tables, after one of the histories in the folders beside."""
    return {
        'ledger': {
            'models': ['tests.support.ledger'],
            'migrations': f'tests.support.ledger.{migrations}',
            'default_connection': 'default',
        }
    }


async def transfer(giver: Account, taker: Account, amount: int, done: list[int]) -> None:
    """Move `amount`, and add it to `done` once that is committed."""
    async with transaction():
        await Movement.create(account=giver, amount=-amount)
        await Movement.create(account=taker, amount=amount)
        async with transaction():
            for account, change in sorted({giver.id: -amount, taker.id: amount}.items()):
                await Account.filter(id=account).update(balance=F('balance') + change)
            on_commit(lambda: done.append(amount))
