"""Somebody who registers, and what is mailed to her."""

import re

from models import MailOut
from services.accounts.registration import NewAccount

PASSWORD = 'caballo correcto batería'
ROSA = 'rosa@laurel.example'
HOME, AWAY = '203.0.113.5', '198.51.100.7'


def form(email: str = ROSA, **more: str) -> NewAccount:
    return NewAccount(**({'name': 'Rosa Lema', 'email': email, 'password': PASSWORD} | more))


async def mailed(email: str = ROSA) -> list[MailOut]:
    return await MailOut.filter(to_address=email).order_by('id')


async def token_mailed(email: str = ROSA, door: str = 'verify') -> str:
    found = re.search(rf'/{door}/([\w-]{{43}})', (await mailed(email))[-1].body)
    assert found
    return found[1]
