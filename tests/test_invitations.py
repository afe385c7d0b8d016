"""Invitations: made by admins, accepted once with a password and the terms, on both databases."""

import re
from datetime import timedelta

import pytest

from models import MailOut, Organization, TermsAcceptance, User
from models.user import UserRole
from services.accounts import invitations, registration, terms, waiting
from services.accounts.sign_in import sign_in
from services.accounts.terms import Written
from services.clock import freeze, now
from services.refusals import Invalid, NotAllowed, NotFound
from tests.support.registering import form
from tests.support.registering import token_mailed as verify_token
from tests.support.world import World

PASSWORD = 'caballo correcto batería'
ROSA = 'rosa@laurel.example'
HOME = '203.0.113.5'


async def token_mailed(email: str = ROSA) -> str:
    mail = await MailOut.filter(to_address=email).order_by('-id').first()
    assert mail
    found = re.search(r'/invite/([\w-]{43})', mail.body)
    assert found
    return found[1]


@pytest.mark.rule('S3-11')
async def test_an_invited_person_chooses_a_password_once(world: World) -> None:
    company = await Organization.get(name='Hotel Mirador')
    agreed = await terms.publish(world.admin.user, Written({'es': 'Las cláusulas.'}))
    await invitations.invite(world.admin.user, 'Rosa@Laurel.example', ' Rosa Lema ', UserRole.CUSTOMER, company)
    token = await token_mailed()
    shown = await invitations.look(token, HOME)
    assert shown
    assert shown.user.full_name == 'Rosa Lema'
    for password, accepted, field in ((PASSWORD, '', 'terms'), ('corta', str(agreed.id), 'password')):
        with pytest.raises(Invalid) as refused:
            await invitations.accept(token, password, accepted, HOME)
        assert list(refused.value.problems) == [field]
    rosa = await invitations.accept(token, PASSWORD, str(agreed.id), HOME)
    assert (rosa.email, rosa.organization_id) == (ROSA, company.id)
    assert await TermsAcceptance.filter(user=rosa, terms=agreed).count() == 1
    assert await sign_in(ROSA, PASSWORD, HOME, '')
    with pytest.raises(NotFound):
        await invitations.accept(token, PASSWORD, str(agreed.id), HOME)


@pytest.mark.rule('S4-24')
async def test_the_people_of_the_desk_come_in_without_accepting_terms(world: World) -> None:
    await terms.publish(world.admin.user, Written({'es': 'Las cláusulas.'}))
    await invitations.invite(world.admin.user, ROSA, 'Rosa', UserRole.AGENT, None)
    await invitations.accept(await token_mailed(), PASSWORD, '', HOME)
    assert await sign_in(ROSA, PASSWORD, HOME, '')
    assert not await TermsAcceptance.exists()


async def test_an_invitation_ends_and_a_newer_one_replaces_it(world: World) -> None:
    admin = world.admin.user
    await invitations.invite(admin, ROSA, 'Rosa', UserRole.AGENT, None)
    first = await token_mailed()
    await invitations.invite(admin, ROSA, 'Rosa Lema', UserRole.LEAD, None)
    assert await invitations.look(first, HOME) is None
    token = await token_mailed()
    with freeze(now() + invitations.LIFETIME + timedelta(seconds=1)):
        assert await invitations.look(token, '198.51.100.7') is None
    rosa = await User.get(email=ROSA)
    assert (rosa.full_name, rosa.role, await User.filter(email=ROSA).count()) == ('Rosa Lema', UserRole.LEAD, 1)
    await invitations.accept(token, PASSWORD, '', HOME)
    with pytest.raises(Invalid):
        await invitations.invite(admin, ROSA, 'Rosa', UserRole.AGENT, None)


@pytest.mark.rule('S3-11')
async def test_an_invitation_takes_the_address_from_who_registered_with_it_unconfirmed(world: World) -> None:
    agreed = await terms.publish(world.admin.user, Written({'es': 'Las cláusulas.'}))
    key = await registration.register(form(password='de un desconocido', terms=str(agreed.id)), 'es', HOME)
    verify = await verify_token()
    await invitations.invite(world.admin.user, ROSA, 'Rosa Lema', UserRole.AGENT, None)
    for _ in range(2):
        with pytest.raises(NotFound):
            await registration.confirm(verify, HOME)
        with pytest.raises(NotFound):
            await waiting.enter(key, HOME, '')
        with pytest.raises(Invalid):
            await sign_in(ROSA, 'de un desconocido', HOME, '')
        if await invitations.look(await token_mailed(), HOME):
            await invitations.accept(await token_mailed(), PASSWORD, '', HOME)
    assert not await TermsAcceptance.exists(), 'a stranger accepted them'
    assert await sign_in(ROSA, PASSWORD, HOME, '')


async def test_who_may_not_invite_and_what_may_not_be_invited(world: World) -> None:
    company = await Organization.get(name='Hotel Mirador')
    for other in (world.lucia, world.marta, world.ana):
        with pytest.raises(NotAllowed):
            await invitations.invite(other.user, ROSA, 'Rosa', UserRole.CUSTOMER, None)
    for email, name, role, organization, field in (
        ('rosa', 'Rosa', UserRole.CUSTOMER, None, 'email'),
        (ROSA, ' ', UserRole.CUSTOMER, None, 'name'),
        (ROSA, 'Rosa', UserRole.AGENT, company, 'organization'),
    ):
        with pytest.raises(Invalid) as refused:
            await invitations.invite(world.admin.user, email, name, role, organization)
        assert list(refused.value.problems) == [field]
    assert not await User.exists(email=ROSA)
