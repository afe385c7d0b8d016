"""What an admin types into a policy: for each priority the times that are promised. Pure."""

from collections.abc import Mapping
from datetime import timedelta

from models.priority import Priority, Target
from services.durations import minutes_in
from services.language import N_, Text
from services.plain_text import text_problem
from services.refusals import Invalid
from services.sla.sla import Targets

TIMES = ('first_response', 'update', 'resolution')
CLOCKS = ('business', 'wall')
LONGEST_NAME = 120
LONGEST = 60 * 24 * 365  # minutes


def read_targets(values: Mapping[str, str]) -> Targets:
    """The targets of the fields `critical.first_response` and so on, and `critical.clock`.

    `Invalid` names each field that is no time, or a solution that is due before its first response.
    """
    problems: dict[str, Text] = {}
    targets: dict[Priority, Target] = {}
    for level in Priority:
        minutes = {name: minutes_in(values.get(f'{level}.{name}', '')) for name in TIMES}
        for name, found in minutes.items():
            if found is None or not 1 <= found <= LONGEST:
                problems[f'{level}.{name}'] = N_('Write a time, such as 30 min or 3 h')
        clock = values.get(f'{level}.clock', '')
        if clock not in CLOCKS:
            problems[f'{level}.clock'] = N_('Choose one of the options')
        first, solved = minutes['first_response'] or 0, minutes['resolution'] or 0
        if first > solved and f'{level}.resolution' not in problems:
            problems[f'{level}.resolution'] = N_('The solution comes before the first response')
        spans = {name: timedelta(minutes=found or 0) for name, found in minutes.items()}
        targets[level] = Target(**spans, clock='wall' if clock == 'wall' else 'business')
    if problems:
        raise Invalid(problems)
    return targets


def read_name(values: Mapping[str, str]) -> str:
    """The name of a policy. `Invalid`."""
    typed = values.get('name', '')
    if problem := text_problem(typed, longest=LONGEST_NAME, one_line=True, required=N_('Write a name')):
        raise Invalid({'name': problem})
    return typed.strip()


def stored(targets: Targets) -> dict[str, dict[str, object]]:
    """As `SlaVersion.targets` has them: whole minutes."""
    return {
        level.value: {name: int(getattr(target, name).total_seconds() // 60) for name in TIMES}
        | {'clock': target.clock}
        for level, target in targets.items()
    }
