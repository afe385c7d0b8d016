"""The rules of the house, held against the whole project."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import built_code, colours, documents, imports, messages, settings_told, sizes, untranslated
from tests.house.source import ROOT

Rule = Callable[[Path], list[str]]


def hold(rule: Rule, what_to_do: str) -> None:
    """Fail with every fault that the rule finds, and what to do about them."""
    faults = rule(ROOT)
    if faults:
        pytest.fail('\n'.join([what_to_do, *(f'  {fault}' for fault in faults)]), pytrace=False)


def test_imports_run_one_way() -> None:
    hold(imports.upward, 'Imports run pages -> webui -> services -> models. Move what is shared downwards:')


def test_no_two_files_import_each_other() -> None:
    hold(imports.cycles, 'Take what these files share into a file of its own:')


def test_services_and_models_know_nothing_of_nicegui() -> None:
    hold(imports.nicegui_below_webui, 'Draw in webui or pages; verbs and queries return data:')


def test_queries_stand_in_services_and_models() -> None:
    hold(imports.orm_above_services, 'Give the query a name in services/ and call that:')


def test_no_file_is_long() -> None:
    hold(sizes.long_files, f'More than {sizes.FILE} lines: split by capability, not by size:')


def test_half_of_the_files_are_short() -> None:
    hold(sizes.long_on_the_whole, f'Half of the files have to stay under {sizes.HALF_OF_THE_FILES} lines:')


def test_a_function_fits_a_screen() -> None:
    hold(sizes.long_functions, f'More than {sizes.FUNCTION} lines: give its parts names:')


def test_colours_are_tokens() -> None:
    hold(colours.literal, f'Name the colour in {colours.TOKENS} and use var(--…):')


def test_no_value_is_glued_into_code() -> None:
    hold(
        built_code.glued,
        'Pass values as values: element.props[…] = …, run_method(name, value), an own attribute or class:',
    )


def test_every_text_is_translated() -> None:
    hold(untranslated.strings, "Texts that people read are written _('…'), or N_('…') where they are shown later:")


def test_the_catalogues_are_complete() -> None:
    hold(messages.incomplete, 'Run `make messages` and translate what it added:')


def test_every_language_has_its_catalogue() -> None:
    hold(messages.languages_without_catalogue, 'Each language but English, which the msgids speak, needs a mesa.po:')


def test_every_setting_is_documented() -> None:
    hold(documents.undocumented_settings, 'The configuration table of README.md has one row `MESA_NAME` per setting:')


def test_what_admins_decide_is_documented() -> None:
    hold(settings_told.undocumented, 'docs/settings.md has one `group.field` per setting of the settings pages:')


def test_settings_are_read_in_one_place() -> None:
    hold(documents.settings_read_elsewhere, 'Make it a field in services/env.py:')


def test_the_top_level_holds_only_what_belongs_there() -> None:
    hold(documents.strangers_at_the_top, 'Put these into a folder of the house:')


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    hold(documents.hosts_and_paths, 'Leave these out:')


def test_every_rule_that_is_named_exists() -> None:
    hold(documents.unknown_rules, 'No such id in tests/rules.txt:')
