"""What people and apps write, as it is drawn; and that nothing they write can act."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect
from slack_bolt.async_app import AsyncApp

from emulator import LocalSlack
from tests.emulator.page.conftest import WindowOf
from tests.emulator.workplace import ADA, BO, GENERAL, button, section

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
RENDER = (Path(__file__).parent / "render.js").read_text("utf-8")
DRAWN = [
    ("*bold* _italic_ ~gone~ `code`", "<strong>bold</strong> <em>italic</em> <s>gone</s> <code>code</code>"),
    ("*bold _and italic_*", "<strong>bold <em>and italic</em></strong>"),
    ("2*3*4 snake_case_name ~/x~y", "2*3*4 snake_case_name ~/x~y"),
    ("* not bold * and *\nnor this*", "* not bold * and *\nnor this*"),
    ("(*bold*), “_so_”", "(<strong>bold</strong>), “<em>so</em>”"),
    ("`*not bold*`", "<code>*not bold*</code>"),
    ("a\n```x *y*\n &lt;z&gt;```\nb", "a\n<pre><code>x *y*\n &lt;z&gt;</code></pre>b"),
    ("&gt; said\n&gt; twice\nthen", "<blockquote>said\ntwice</blockquote>then"),
    ("&lt;b&gt; &amp;amp; &amp;lt;", "&lt;b&gt; &amp;amp; &amp;lt;"),
    ("<https://example.com/a_b_c|A *page*>", '<a href="https://example.com/a_b_c">A *page*</a>'),
    ("https://example.com/a_b?c=1&amp;d=2.", '<a href="https://example.com/a_b?c=1&amp;d=2">https://example.com/a_b?c=1&amp;d=2</a>.'),
    ("<mailto:bo@example.com|Bo>", '<a href="mailto:bo@example.com">Bo</a>'),
    ("<@U0BO> and <@U0ADA>", '<span class="mention">@Bo</span> and <span class="mention self">@Ada</span>'),
    ("<@U0GONE>", '<span class="mention">@U0GONE</span>'),
    ("<#C1|other> <#C9|secret>", '<a class="mention" href="#C1">#general</a> <span class="mention">#secret</span>'),
    ("<!channel> <!here|here>", '<span class="mention">@channel</span> <span class="mention">here</span>'),
    (":wave: :+1::skin-tone-3: :no_such_thing: 10:30:00", "👋 👍 :no_such_thing: 10:30:00"),
    ("*<https://example.com/|bold link>*", '<strong><a href="https://example.com/">bold link</a></strong>'),
]  # fmt: skip
DATES = [
    ("<!date^1795532640^{date_num} {time}|then>", "2026-11-24 15:04"),
    ("<!date^1795532640^{date_long}|then>", "Tuesday 24 November 2026"),
    ("<!date^1795532640^{date_pretty} at {time}|then>", "today at 15:04"),
    ("<!date^1795532640^{nonsense}|then>", "{nonsense}"),
    ("<!date^soon^{date}|then>", "then"),
    ("<!date^99999999999999999^{date}|then>", "then"),
]
ATTEMPTS = [
    "<script>window.broken = 1</script>",
    "&lt;img src=x onerror=window.broken=1&gt;",
    "<img src=x onerror=window.broken=1>",
    "<javascript:window.broken=1|press me>",
    "<JaVaScRiPt:window.broken=1|press me>",
    "<data:text/html,<script>window.broken=1</script>|press me>",
    '<https://example.com/" onmouseover="window.broken=1|hover me>',
    "<@U0BO|<img src=x onerror=window.broken=1>>",
    '<#C0GENERAL|"><svg onload=window.broken=1>>',
    "<!date^1795532640^{date}^javascript:window.broken=1|press me>",
    "`<svg onload=window.broken=1>` ```<svg onload=window.broken=1>```",
    "*_~" * 300,
    "\u202eright to left\u202c \x00 " + "a" * 3000,
]


async def drawn(page: Page, texts: list[str]) -> list[str]:
    html: list[str] = await page.evaluate(RENDER, texts)
    return html


async def test_marks_are_drawn_as_slack_draws_them(app: AsyncApp, window: WindowOf) -> None:
    page = await window()

    assert await drawn(page, [text for text, _ in DRAWN]) == [html for _, html in DRAWN]


async def test_dates_are_said_in_the_persons_zone(app: AsyncApp, window: WindowOf) -> None:
    page = await window()
    said = await drawn(page, [text for text, _ in DATES])
    bare = await page.evaluate(
        "html => html.map(one => new DOMParser().parseFromString(one, 'text/html').body.textContent)", said
    )

    assert [one.replace(",", "") for one in bare] == [words for _, words in DATES]


async def test_nothing_that_is_written_can_act(slack: LocalSlack, app: AsyncApp, window: WindowOf) -> None:
    page = await window(place=GENERAL)
    for attempt in ATTEMPTS:
        await app.client.chat_postMessage(channel=GENERAL, text=attempt)
        await app.client.chat_postMessage(channel=GENERAL, text="x", blocks=[section(attempt[:3000])])
        await slack.person(BO).say(GENERAL, attempt)
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
        {"type": "link", "url": "javascript:window.broken=1", "text": "press me"},
        {"type": "text", "text": "<img src=x onerror=window.broken=1>"},
    ]}]}  # fmt: skip
    markdown = {
        "type": "markdown",
        "text": "[press me](javascript:window.broken=1) <img src=x onerror=window.broken=1>",
    }
    await app.client.chat_postMessage(channel=GENERAL, text="x", blocks=[rich, markdown])
    await expect(page.get_by_role("article")).to_have_count(3 * len(ATTEMPTS) + 1)
    for inert in await page.get_by_text("press me").all():
        await inert.click()
    for article in await page.get_by_role("article").all():
        await article.hover()

    assert await page.evaluate("window.broken") is None
    links = await page.locator("article a").evaluate_all("all => all.map(one => one.href)")
    assert all(link.startswith(("https://example.com/", f"{slack.url}/")) for link in links)
    assert await page.locator("article :is(script, svg:not(.icon), iframe, object, embed, img)").count() == 0
    handlers = "all => all.flatMap(one => one.getAttributeNames()).filter(name => name.startsWith('on'))"
    assert await page.locator("article *").evaluate_all(handlers) == []
    assert len(page.context.pages) == 1


async def test_a_button_with_an_address_opens_it_beside_the_page(app: AsyncApp, window: WindowOf) -> None:
    @app.action("go")
    async def _(ack: Any) -> None:
        await ack()

    page = await window()
    away = {**button("go", "Go"), "url": "https://example.com/"}
    await app.client.chat_postMessage(channel=ADA, text="x", blocks=[{"type": "actions", "elements": [away]}])

    await expect(page.get_by_role("link", name="Go")).to_have_attribute("rel", "noopener noreferrer")
    await expect(page.get_by_role("link", name="Go")).to_have_attribute("target", "_blank")
