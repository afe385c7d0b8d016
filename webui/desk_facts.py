"""What an agent has beside a ticket: promised times, its details, and who asked."""

from collections.abc import Iterator

from markupsafe import Markup

from models import Ticket
from services.clock import now
from services.promises import Progress
from services.ticket_view import TicketView
from webui.appearance import CHANNEL, IMPACT_WORD, PRIORITY, URGENCY_WORD
from webui.elements import heading, icon_button, initials, tag, tone_of
from webui.formats import moment
from webui.i18n import _, locale
from webui.markup import fill, icon_markup, rich
from webui.ticket_facts import facts_markup, meter_markup, person_markup
