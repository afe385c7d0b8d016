"""The tables. Importing this package registers every model; the data layer and the migrations read them from here."""

from models import business_time  # noqa: F401 - before anything asks for a time zone: it pins their data
from models.attachment import Attachment
from models.audit_log import AuditLog
from models.brake import Brake
from models.calendar import BusinessCalendar
from models.canned_text import CannedText
from models.catalog_item import CatalogForm, CatalogItem
from models.counter import Counter
from models.department import Department
from models.draft import Draft
from models.entry import Entry
from models.mail_out import MailOut
from models.organization import Organization
from models.session import Session
from models.setting import Setting
from models.ticket import Ticket
from models.ticket_user import TicketUser
from models.token import Token
from models.user import User
from models.watcher import Watcher

__all__ = [
    'Attachment',
    'AuditLog',
    'Brake',
    'BusinessCalendar',
    'CannedText',
    'CatalogForm',
    'CatalogItem',
    'Counter',
    'Department',
    'Draft',
    'Entry',
    'MailOut',
    'Organization',
    'Session',
    'Setting',
    'Ticket',
    'TicketUser',
    'Token',
    'User',
    'Watcher',
]
