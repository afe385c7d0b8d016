"""The tables. Importing this package registers every model; the data layer and the migrations read them from here."""

from models import business_time  # noqa: F401 - before anything asks for a time zone: it pins their data
from models.announcement import Announcement, AnnouncementRead
from models.article import Article, ArticleVersion, ArticleVote, Deflection, DownloadFile, MissedSearch
from models.attachment import Attachment
from models.audience import Audience
from models.audit_log import AuditLog
from models.brake import Brake
from models.calendar import BusinessCalendar
from models.canned_text import CannedText
from models.catalog_item import CatalogForm, CatalogItem
from models.component import Component, ComponentGroup, Region, StatusInterval
from models.counter import Counter
from models.department import CostNotice, Department
from models.draft import Draft
from models.entry import Entry
from models.escalation import EscalationPath, EscalationStep
from models.incident import Incident, IncidentComponent, IncidentTemplate, IncidentTicket, IncidentUpdate
from models.kiosk import Kiosk
from models.mail_out import MailOut
from models.mail_template import MailTemplate
from models.organization import Organization
from models.probe import Probe
from models.session import Session
from models.setting import Setting
from models.sla_policy import SlaPolicy, SlaVersion
from models.subscription import Subscription, WebhookOut
from models.terms import Terms, TermsAcceptance
from models.ticket import Ticket
from models.ticket_user import TicketUser
from models.timer import Timer
from models.token import Token
from models.user import RecoveryCode, User
from models.watcher import Watcher

__all__ = [
    'Announcement',
    'AnnouncementRead',
    'Article',
    'ArticleVersion',
    'ArticleVote',
    'Attachment',
    'Audience',
    'AuditLog',
    'Brake',
    'BusinessCalendar',
    'CannedText',
    'CatalogForm',
    'CatalogItem',
    'Component',
    'ComponentGroup',
    'CostNotice',
    'Counter',
    'Deflection',
    'Department',
    'DownloadFile',
    'Draft',
    'Entry',
    'EscalationPath',
    'EscalationStep',
    'Incident',
    'IncidentComponent',
    'IncidentTemplate',
    'IncidentTicket',
    'IncidentUpdate',
    'Kiosk',
    'MailOut',
    'MailTemplate',
    'MissedSearch',
    'Organization',
    'Probe',
    'RecoveryCode',
    'Region',
    'Session',
    'Setting',
    'SlaPolicy',
    'SlaVersion',
    'StatusInterval',
    'Subscription',
    'Terms',
    'TermsAcceptance',
    'Ticket',
    'TicketUser',
    'Timer',
    'Token',
    'User',
    'Watcher',
    'WebhookOut',
]
