"""What a mail about a ticket begins with, by its template (services/mail/mail_text.py)."""

from collections.abc import Mapping

from services.language import N_, Text

LEAD: Mapping[str, Text] = {
    'acknowledgement': N_('We have received your request: it is ticket %(number)s, “%(subject)s”.'),
    'copy': N_('%(writer)s has put you in copy of ticket %(number)s, “%(subject)s”. You will get our answers too.'),
    'reply': N_('%(writer)s has written about ticket %(number)s, “%(subject)s”:'),
    'question': N_('%(writer)s has a question about ticket %(number)s, “%(subject)s”:'),
    'held': N_('Ticket %(number)s, “%(subject)s”, is waiting. %(writer)s writes:'),
    'approved': N_('%(writer)s has approved ticket %(number)s, “%(subject)s”:'),
    'not_approved': N_('%(writer)s has not approved ticket %(number)s, “%(subject)s”. It is closed:'),
    'solution': N_('%(writer)s proposes a solution for ticket %(number)s, “%(subject)s”:'),
    'reopened': N_('%(writer)s has reopened ticket %(number)s, “%(subject)s”:'),
    'no_contact': N_('We have closed ticket %(number)s, “%(subject)s”, because our question in it was not answered.'),
    'taken_as_solved': N_(
        'We take ticket %(number)s, “%(subject)s”, as solved, because our question in it was not answered.'
    ),
    'taken_as_confirmed': N_('We have closed ticket %(number)s, “%(subject)s”: nobody said that the solution fails.'),
    'reminder': N_('Ticket %(number)s, “%(subject)s”, is waiting for your answer.'),
    'split': N_(
        'We have made a ticket of its own from a part of ticket %(follows)s, so that it gets its own time: '
        'it is ticket %(number)s, “%(subject)s”.'
    ),
    'merged': N_(
        'Ticket %(number)s, “%(subject)s”, is about the same as ticket %(follows)s: we have merged them, and it goes '
        'on there. You can read in it what was said in both.'
    ),
    'moved': N_(
        'We have moved ticket %(number)s, “%(subject)s”, to another department, because it is not urgent in the sense '
        'of the first one. It has no extra cost.'
    ),
    'insufficient': N_(
        '%(writer)s has closed ticket %(number)s, “%(subject)s”, because it does not tell enough to work on it:'
    ),
    'out_of_scope': N_(
        '%(writer)s has closed ticket %(number)s, “%(subject)s”, because this desk cannot help with it:'
    ),
}
