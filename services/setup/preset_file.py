"""The presets of assets/presets: one file for each kind of desk, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from services.env import env
from services.language import Words
from services.refusals import NotFound
from services.row_words import WRITTEN_IN, own
from services.setup.blueprint import Row, read

# In the order in which they are offered.
NAMES = ('service-desk', 'software-support', 'help-desk', 'regional-noc', 'mail-desk')


@dataclass(frozen=True)
class Ask:
    """What only the desk itself knows, and where it goes: `desk.mail`, `item.slug`, or `items` whose texts name it.

    `kind` is mail, phone, or hours.
    """

    key: str
    kind: str
    into: str
    label: Words


@dataclass(frozen=True)
class Preset:
    """One file; `rows` gives its tables."""

    name: str

    @cached_property
    def data(self) -> Row:
        return read(f'presets/{self.name}')

    @property
    def title(self) -> Words:
        return words(self.data, 'title')

    @property
    def summary(self) -> Words:
        return words(self.data, 'summary')

    @property
    def hours_are_assumed(self) -> bool:
        """Whether nobody says when such a desk is open: its hours are a proposal of ours."""
        return bool(self.data.get('hours_are_assumed'))

    @property
    def settings(self) -> dict[str, dict[str, Any]]:
        """By group, what is set in it; texts in the desk's language where a setting has only one."""
        return {group: {name: _plain(group, value) for name, value in said.items()} for group, said in self._groups()}

    @property
    def asks(self) -> Sequence[Ask]:
        return [Ask(row['key'], row['kind'], row['into'], words(row, 'label')) for row in self.rows('ask')]

    def rows(self, table: str) -> list[Row]:
        found: list[Row] = self.data.get(table, [])
        return found

    def _groups(self) -> list[tuple[str, Row]]:
        return list(self.data.get('settings', {}).items())


def listed() -> list[Preset]:
    """All of them, in the order in which they are offered."""
    return [find(name) for name in NAMES]


def find(name: str) -> Preset:
    """`NotFound` when there is none of this name."""
    if name not in NAMES:
        raise NotFound
    return Preset(name)


def words(row: Row, field: str) -> Words:
    """A text of a row in all languages, the desk's own first."""
    columns = own(row, field)
    said = {code: texts[field] for code, texts in columns['translations'].items() if field in texts}
    return Words(columns[field], said)


def _plain(group: str, value: Any) -> Any:
    is_spoken = group == 'desk' and isinstance(value, dict)
    return value.get(env().language, value[WRITTEN_IN]) if is_spoken else value
