"""What an admin says of a company: who it is, and what its contract holds in place of what holds for everybody."""

import re
from dataclasses import dataclass

from models import Organization
from services.accounts.admission import is_free_mail
from services.language import N_, Text
from services.people.countries import is_country
from services.plain_text import is_id, text_problem

NAME, SECTOR, NOTES, DOMAINS = 200, 80, 5000, 50
CHOOSE = N_('Choose one of the options')
_LABEL = r'[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
_DOMAIN = re.compile(rf'({_LABEL}\.)+[a-z]([a-z0-9-]{{0,61}}[a-z0-9])')


@dataclass(frozen=True)
class CompanyForm:
    """`domains` as they are typed, separated by spaces or commas; `country` is a code, `notes` are for agents alone."""

    name: str = ''
    domains: str = ''
    country: str = ''
    sector: str = ''
    shares_tickets: bool = False
    notes: str = ''

    @classmethod
    def of(cls, row: Organization) -> 'CompanyForm':
        domains = ', '.join(row.domains)
        return cls(row.name, domains, row.country, row.sector, row.shares_tickets, row.notes)

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        found = {
            'name': text_problem(self.name, longest=NAME, one_line=True, required=N_('Write the name.')),
            'domains': domains_problem(self.domains),
            'country': None if not self.country or is_country(self.country) else CHOOSE,
            'sector': text_problem(self.sector, longest=SECTOR, one_line=True),
            'notes': text_problem(self.notes, longest=NOTES),
        }
        return {name: problem for name, problem in found.items() if problem}


@dataclass(frozen=True)
class ContractForm:
    """Ids of what the contract names; '' for what holds for everybody."""

    calendar: str = ''
    sla_policy: str = ''
    escalation_path: str = ''

    @classmethod
    def of(cls, row: Organization) -> 'ContractForm':
        return cls(*(str(one or '') for one in (row.calendar_id, row.sla_policy_id, row.escalation_path_id)))

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        return {name: CHOOSE for name, value in vars(self).items() if value and not is_id(value)}


def split_domains(text: str) -> list[str]:
    """The domains in a text, each once, in lower case; an @ before one is not of it."""
    parts = (part.casefold().strip('@.') for part in re.split(r'[,;\s]+', text))
    return list(dict.fromkeys(part for part in parts if part))


def domains_problem(text: str) -> Text | None:
    """What is wrong with a list of domains; names the bad one."""
    domains = split_domains(text)
    if len(domains) > DOMAINS:
        return N_('At most %(most)d domains fit.', most=DOMAINS)
    for domain in domains:
        if len(domain) > 253 or not _DOMAIN.fullmatch(domain):
            return N_('“%(domain)s” is not a domain, such as company.com.', domain=domain[:80])
        if is_free_mail(domain):
            return N_('Anybody can have an address at %(domain)s: it tells no company.', domain=domain)
    return None
