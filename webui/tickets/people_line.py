"""What happened around a ticket: who came into copy, remote support, and the incidents that it is about."""

from collections.abc import Mapping
from typing import Any

from services.language import N_, Text
from webui.i18n import _

REMOTE: Mapping[str, Text] = {
    'offered': N_('Made a code for remote support'),
    'refused': N_('Typed a code for remote support that is not valid'),
    'connected': N_('Typed the code: remote support is connected'),
    'ended': N_('Ended the remote support'),
}


def people_line(data: Mapping[str, Any]) -> tuple[str, str] | None:
    """Icon and words of such a line; None of others."""
    if 'copied' in data:
        return 'user-plus', _('Now in copy: %(addresses)s', addresses=', '.join(data['copied']))
    if 'uncopied' in data:
        return 'user-x', _('No longer in copy: %(address)s', address=data['uncopied'])
    if 'may_reply' in data:
        word = N_('%(address)s may write here now') if data['new'] else N_('%(address)s may only read now')
        return 'square-pen' if data['new'] else 'eye', _(word, address=data['may_reply'])
    if 'incident' in data:
        return 'activity', _('About the incident “%(title)s”', title=data['title'])
    if 'no_incident' in data:
        return 'activity', _('Not about the incident “%(title)s”', title=data['title'])
    if happened := REMOTE.get(data.get('remote', '')):
        return 'monitor', _(happened)
    return None
