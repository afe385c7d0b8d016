"""`/settings/texts`: what pages say at fixed places, in the desk's own words and in every language it offers."""

from services import sayings
from webui.i18n import _
from webui.routing import Access
from webui.settings.entry_cards import terms_card
from webui.settings.saying_card import saying_card
from webui.shell.settings_frame import section, shell


@shell.page('/settings/texts', Access.ADMIN)
async def settings_texts() -> None:
    lead = _('What is empty is said in our words, which stand there in grey; who writes one language is read in all.')
    with section('texts', lead):
        await saying_card(sayings.SinglePoint, _('What the desk is for'), _('On the home page, below the welcome.'))
        await saying_card(sayings.Objective, _('What you strive for'), _('Above the policies.'))
        await saying_card(sayings.UrgentMeans, _('What urgent means'), _('In the form of a ticket, beside the choice.'))
        about = _('In the form of a ticket, below the description.')
        await saying_card(sayings.BeDetailed, _('How to describe'), about)
        about = _('On the home page and in the form of a ticket, on days on which you are closed all day.')
        await saying_card(sayings.ClosedDays, _('Weekends and holidays'), about)
        await terms_card()
