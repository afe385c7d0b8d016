"""What the actions of the audit log are called."""

from collections.abc import Mapping

from services.language import N_, Text
from webui.i18n import _

ACTIONS: Mapping[str, Text] = {
    'settings_saved': N_('Saved settings'),
    'sign_in': N_('Signed in'),
    'sign_in_refused': N_('Sign-in refused'),
    'sign_out': N_('Signed out'),
    'slowed_down': N_('Too many attempts, slowed down'),
    'audit_exported': N_('Took the audit log away as a file'),
}


def action_word(action: str) -> str:
    """In the viewer's language; as the program calls it where nobody has named it."""
    return _(ACTIONS[action]) if action in ACTIONS else action.replace('_', ' ')
