"""`/settings/catalog/{slug}`: one type of ticket, its questions, and what its form looks like (S0-19, S0-29)."""

from functools import partial

from models import User
from services.catalog import catalog_questions, catalog_shelf
from services.catalog.catalog_questions import Asked
from services.language import Words
from webui.elements import link, tag
from webui.form.settings_card import settings_card
from webui.i18n import _
from webui.routing import Access
from webui.settings import item_fields
from webui.settings.item_fields import ItemFields
from webui.settings.question_editor import Preview, build, drawn_with
from webui.shell.settings_frame import section, shell
from webui.viewer import viewer


@shell.page('/settings/catalog/{slug}', Access.ADMIN)
async def settings_catalog_item(slug: str) -> None:
    item = await catalog_shelf.find(await viewer(), slug)
    with section('catalog', _(Words.of(item, 'title'))):
        with tag('p', '', 'form-foot'):
            link(_('All types'), '/settings/catalog', 'button button-quiet', 'arrow-left')
            if item.is_active:
                link(_('See it as a customer'), f'/tickets/new/{slug}', 'button button-quiet', 'external-link')
        fields = ItemFields(slug)
        await settings_card(
            _('Type of ticket'),
            fields.draw,
            read=fields.read,
            save=fields.save,
            build=item_fields.build,
            topics=['catalog', 'settings'],
        )
        with tag('div', '', 'beside'):
            cards = tag('div')
            preview = Preview()
        about = _('Each save is a version: tickets keep the questions that they were filled with.')
        with cards:
            await settings_card(
                _('Questions'),
                drawn_with(preview),
                read=partial(catalog_questions.read, slug),
                save=partial(_save_questions, slug),
                about=about,
                build=build,
                topics=['catalog'],
            )


async def _save_questions(slug: str, actor: User, value: Asked, started: Asked) -> None:
    await catalog_questions.save(actor, slug, value, started)
