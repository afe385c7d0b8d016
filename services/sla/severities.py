"""The public table of severities: what each priority means, with examples (S1-9). Its times are the desk's promises."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.priority import Priority
from services.env import env
from services.language import N_, Text, Words, known

Texts = Mapping[str, Mapping[str, str]]  # by priority, then by language
LONGEST = 600

OURS: Mapping[Priority, tuple[Text, Text, Text]] = {
    Priority.CRITICAL: (
        N_('Critical'),
        N_('The service is down for the whole company, its backup too.'),
        N_('Nobody can invoice; the site has no connection at all.'),
    ),
    Priority.HIGH: (
        N_('High'),
        N_('Part of the service is down, or an area cannot work.'),
        N_('An application does not start in one area; a link between sites is down, but its backup works.'),
    ),
    Priority.MEDIUM: (
        N_('Medium'),
        N_('The service works badly or slowly, or one person cannot work.'),
        N_('Reports take minutes; a computer does not start.'),
    ),
    Priority.LOW: (
        N_('Low'),
        N_('A question, a request, or something that annoys without stopping anybody.'),
        N_('How a report is made; a new user for next week.'),
    ),
}


@dataclass(frozen=True)
class Severities:
    """The desk's own words; what is not said is ours."""

    names: Texts = field(default_factory=dict)
    definitions: Texts = field(default_factory=dict)
    examples: Texts = field(default_factory=dict)

    def name(self, level: str) -> Words | Text:
        """What a level is called."""
        return self._said(self.names, level, 0)

    def definition(self, level: str) -> Words | Text:
        """What makes a ticket one of this level."""
        return self._said(self.definitions, level, 1)

    def example(self, level: str) -> Words | Text:
        """What would be one."""
        return self._said(self.examples, level, 2)

    def _said(self, texts: Texts, level: str, place: int) -> Words | Text:
        own = {language: text for language, text in texts.get(level, {}).items() if text}
        if not own:
            return OURS[Priority(level)][place]
        first = own.get(known(env().language) or '') or next(iter(own.values()))
        return Words(first, own)
