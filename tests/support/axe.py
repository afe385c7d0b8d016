"""What axe finds on a page, in light and dark, wide and narrow."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

# Without style sheets of other hosts, as there are none
JUDGED = """async known => {
    const rest = { include: [['html']], exclude: known.map(one => [one]) };
    return (await axe.run(rest, { resultTypes: ['violations'], preload: false })).violations;
}"""
NARROWEST = 320
LOOKS = (('light', 1440, 900), ('dark', 390, 844), ('dark', NARROWEST, 700))


async def serious(page: Page, *known: str) -> list[str]:
    """What is, as it stands, without the elements that are `known`."""
    if not await page.evaluate('"axe" in window'):
        await page.evaluate(AXE_SCRIPT)
    violations = await page.evaluate(JUDGED, known)
    return [
        f'{found["id"]} ({found["impact"]}): {found["nodes"][0]["html"][:200]}'
        for found in violations
        if found['impact'] in ('serious', 'critical')
    ]


async def check(page: Page, *known: str) -> None:
    """Nothing serious, and nothing that scrolls sideways where it is narrowest; a page that is dark gets light last.

    Elements that are `known` from a page before are not judged again.
    """
    is_dark = await page.evaluate("document.body.classList.contains('body--dark')")
    for theme, width, height in LOOKS[is_dark:] + LOOKS[:is_dark]:
        await page.emulate_media(color_scheme=theme, reduced_motion='reduce')
        await page.set_viewport_size({'width': width, 'height': height})
        await page.wait_for_function(
            "dark => document.body.classList.contains('body--dark') === dark", arg=theme == 'dark'
        )
        if width == NARROWEST:
            await page.wait_for_function(f'document.documentElement.scrollWidth <= {NARROWEST}')
        else:
            assert await serious(page, *known) == [], f'{page.url} {theme} {width}'
