"""What the mails of the desk are called, and what their blanks become."""

from collections.abc import Mapping

from services.language import N_, Text
from services.mail.mail_text import Template

MAILS: Mapping[str, Text] = {
    Template.ACKNOWLEDGEMENT: N_('A new ticket has arrived'),
    Template.COPY: N_('Put in copy of a ticket'),
    Template.REPLY: N_('An answer of the desk'),
    Template.QUESTION: N_('A question of the desk'),
    Template.HELD: N_('Waits for somebody else'),
    Template.APPROVED: N_('A change was approved'),
    Template.NOT_APPROVED: N_('A change was not approved'),
    Template.SOLUTION: N_('A solution'),
    Template.REOPENED: N_('Reopened'),
    Template.REMINDER: N_('Reminder of a question'),
    Template.NO_CONTACT: N_('Closed without an answer to our question'),
    Template.TAKEN_AS_SOLVED: N_('Taken as solved without an answer'),
    Template.TAKEN_AS_CONFIRMED: N_('Closed because nobody said that it fails'),
    Template.SPLIT: N_('A part became a ticket of its own'),
    Template.MERGED: N_('Merged into another ticket'),
    Template.MOVED: N_('Moved because it is not urgent'),
    Template.INSUFFICIENT: N_('Closed for lack of information'),
    Template.OUT_OF_SCOPE: N_('Closed as out of scope'),
}
