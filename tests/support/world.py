"""A small named world: two companies, their people, and a desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from models import BusinessCalendar, CatalogItem, Department, Organization, Ticket, User
from models.catalog_item import TicketKind
from models.lifecycle import Event
from models.priority import Impact, Urgency
from models.user import UserRole
from services.clock import now
from services.refusals import NotFound
from services.tickets import (
    assignment,
    closing,
    contact_attempts,
    conversation,
    holding,
    prioritising,
    rating,
    resolution,
    standing,
    ticket_view,
)
from services.tickets.tickets import NewTicket, open_ticket

WEEK = [[[540, 1110]]] * 5 + [[], []]
ROUND_THE_CLOCK = [[[0, 1440]]] * 7


@dataclass
class Person:
    """Somebody who acts. Every method is one verb, as that person."""

    user: User

    async def opens(
        self, subject: str, *, item: str = 'printer', description: str = 'No imprime nada.', **form: Any
    ) -> Ticket:
        defaults: dict[str, Any] = {'urgency': Urgency.DEGRADED, 'impact': Impact.PERSON, 'form_key': str(uuid4())}
        return await open_ticket(self.user, NewTicket(item, subject, description, **(defaults | form)))

    async def takes(self, ticket: Ticket) -> None:
        await assignment.take(self.user, ticket)

    async def assigns(self, ticket: Ticket, to: 'Person') -> None:
        await assignment.assign(self.user, ticket, to.user.id)

    async def acknowledges(self, ticket: Ticket) -> None:
        await conversation.acknowledge(self.user, ticket)

    async def replies(self, ticket: Ticket, text: str = 'Lo reviso.') -> None:
        await conversation.reply(self.user, ticket, text)

    async def comments(self, ticket: Ticket, text: str = 'Sigue igual.', writer: str = '') -> None:
        await conversation.comment(self.user, ticket, text, writer=writer)

    async def notes(self, ticket: Ticket, text: str = 'Solo para nosotros.') -> None:
        await conversation.note(self.user, ticket, text)

    async def investigates(self, ticket: Ticket, text: str = 'Reproducido.') -> None:
        await conversation.investigate(self.user, ticket, text)

    async def asks(self, ticket: Ticket, text: str = '¿Desde cuándo?') -> None:
        await conversation.ask(self.user, ticket, text)

    async def resolves(self, ticket: Ticket, text: str = 'Se cambió el rodillo.') -> None:
        await resolution.resolve(self.user, ticket, text)

    async def transfers(self, ticket: Ticket, to: Department, note: str = '') -> None:
        await assignment.transfer(self.user, ticket, to.id, note)

    async def prioritises(
        self, ticket: Ticket, urgency: str, impact: str, reason: str = 'Es el cierre del mes.', to: str | None = None
    ) -> None:
        await prioritising.prioritise(self.user, ticket, urgency, impact, reason, to)

    async def holds(
        self, ticket: Ticket, reason: str = 'third_party', until: datetime | None = None, text: str = ''
    ) -> None:
        await holding.hold(self.user, ticket, reason, until, text)

    async def resumes(self, ticket: Ticket) -> None:
        await holding.resume(self.user, ticket)

    async def approves(self, ticket: Ticket, text: str = '') -> None:
        await holding.approve(self.user, ticket, text)

    async def rejects_change(self, ticket: Ticket, comment: str = 'El riesgo es demasiado alto.') -> None:
        await holding.reject_change(self.user, ticket, comment)

    async def calls(self, ticket: Ticket, outcome: str = 'no_answer', note: str = '') -> None:
        await contact_attempts.log_attempt(self.user, ticket, 'phone', outcome, note)

    async def confirms(self, ticket: Ticket) -> None:
        await resolution.confirm(self.user, ticket)

    async def rejects(self, ticket: Ticket, text: str = 'Vuelve a atascarse.') -> None:
        await resolution.reject_solution(self.user, ticket, text)

    async def closes(self, ticket: Ticket, reason: str = '') -> None:
        await closing.close_by_requester(self.user, ticket, reason)

    async def undoes_closing(self, ticket: Ticket) -> None:
        await closing.undo_close(self.user, ticket)

    async def reopens(self, ticket: Ticket, text: str = 'Volvió a pasar.') -> None:
        await closing.reopen(self.user, ticket, text)

    async def comes_back(self, ticket: Ticket, text: str = 'Volvió a pasar.') -> Ticket:
        return await closing.come_back(self.user, ticket, text)

    async def rates(self, ticket: Ticket, stars: int, comment: str = '') -> None:
        await rating.rate(self.user, ticket, stars, comment)

    async def sees(self, ticket: Ticket) -> bool:
        try:
            await ticket_view.find(self.user, ticket.number)
        except NotFound:
            return False
        return True

    async def may(self, ticket: Ticket) -> frozenset[Event]:
        return await standing.allowed(await Ticket.get(id=ticket.id), self.user)


@dataclass
class World:
    """Lucía and Iván work for a company that shares its tickets, Elena and Pablo for one that does not."""

    lucia: Person
    ivan: Person
    elena: Person
    pablo: Person
    marta: Person
    diego: Person
    ana: Person
    admin: Person
    systems: Department
    sales: Department


async def make_world() -> World:
    """Marta and Diego are agents of Sistemas, Ana leads, and Comercial has nobody."""
    mirador = await Organization.create(name='Hotel Mirador', country='EC', shares_tickets=True, created_at=now())
    ondu = await Organization.create(name='Grupo Ondú', country='CO', created_at=now())
    week = await BusinessCalendar.create(name='Semana', time_zone='America/Guayaquil', weekly=WEEK)
    systems = await Department.create(name='Sistemas', calendar=week, position=1)
    sales = await Department.create(name='Comercial', calendar=week, position=2)
    await _items(systems, sales)
    people = {
        'lucia': await _person('Lucía Herrera', 'lucia@mirador.example', UserRole.CUSTOMER, mirador),
        'ivan': await _person('Iván Mora', 'ivan@mirador.example', UserRole.CUSTOMER, mirador),
        'elena': await _person('Elena Vera', 'elena@ondu.example', UserRole.CUSTOMER, ondu),
        'pablo': await _person('Pablo Rivas', 'pablo@ondu.example', UserRole.CUSTOMER, ondu),
        'marta': await _person('Marta Ruiz', 'marta@mesa.example', UserRole.AGENT),
        'diego': await _person('Diego Paz', 'diego@mesa.example', UserRole.AGENT),
        'ana': await _person('Ana Quintero', 'ana@mesa.example', UserRole.LEAD),
        'admin': await _person('Admin', 'admin@mesa.example', UserRole.ADMIN),
    }
    await systems.members.add(people['marta'].user, people['diego'].user)
    return World(**people, systems=systems, sales=sales)


async def _person(name: str, email: str, role: UserRole, organization: Organization | None = None) -> Person:
    user = await User.create(
        email=email,
        full_name=name,
        role=role,
        organization=organization,
        verified_at=now(),
        created_at=now(),
        language='es',
    )
    return Person(user)


async def _items(systems: Department, sales: Department) -> None:
    question = {'key': 'model', 'label': 'Modelo', 'type': 'text', 'required': False}
    choice = {'key': 'module', 'label': 'Módulo', 'type': 'select', 'required': True, 'options': ['Caja', 'Reportes']}
    items = {
        'printer': (TicketKind.INCIDENT, 'Impresora', systems, [question]),
        'application': (TicketKind.INCIDENT, 'Aplicación con error', systems, [choice]),
        'access': (TicketKind.REQUEST, 'Accesos y permisos', systems, []),
        'quote': (TicketKind.REQUEST, 'Cotización', sales, []),
    }
    for position, (slug, (kind, title, department, form)) in enumerate(items.items()):
        await CatalogItem.create(
            slug=slug, kind=kind, title=title, icon='printer', department=department, form=form, position=position
        )
