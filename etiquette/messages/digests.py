"""What a channel reads: its digest, and a lesson that a member shares there (E16, E17). It mentions nobody."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, ContextBlock, ImageBlock, SectionBlock
from slack_sdk.models.blocks.basic_components import SlackFile

from etiquette.messages.chart import Week, chart_words
from etiquette.messages.parts import context, mrkdwn, section
from etiquette.messages.text import one_line, quoted
from etiquette.messages.vocabulary import Message, message
from etiquette.rules.digests import Deed, Shared, SharedPlan, Telling
from etiquette.rules.lessons import Lesson
from etiquette.rules.members import Member

SHARED_SHOWN = 8
SHARED_LIMIT = 600
PLANS_SHOWN = 5
LESSON_SHOWN = 2900
LEARNED = "learned"
LESSON = "lesson-"
TOGETHER = "together"
PLAN = "plan-"
"""The blocks of a digest that tell what was shared: by them they are found again once it is posted."""

Drawn = Mapping[str, Any]

_OPENINGS = (
    "Another week in good company.",
    "What a week of good manners looks like.",
    "A few good things happened this week.",
    "Here is what people did for one another this week.",
)
_INVITATIONS = (
    "Two people on your mind who should know one another? A line to both is all it takes.",
    "Whom could you introduce next week? It is ten minutes well spent, and you never know where it leads.",
    "Somebody you know could use somebody else you know. Why not bring them together?",
    "Is there somebody whose work more people should see? An introduction is a fine way to say so.",
)
_SMALL_PRINT = (
    "Only what people chose to share, and counts that at least three people stand behind. "
    "`/coop help` shows how to join in."
)
_WORDS: dict[Deed, tuple[str, str, str]] = {
    Deed.INTRODUCTION: (":handshake:", "introductions", "were made"),
    Deed.CALL: (":telephone_receiver:", "calls", "were held"),
    Deed.KEPT: (":dart:", "promises", "were kept on time"),
    Deed.THANKS: (":bouquet:", "thank-yous", "went out"),
}


def digest(telling: Telling, file_id: str | None = None) -> Message:
    """A channel's week: counts, the picture of twelve weeks where there is one, what was learned, and an invitation."""
    opening = _of_the_week(_OPENINGS, telling)
    blocks: list[Block] = [section(f"*{opening}*")]
    if telling.counts:
        blocks.append(section("\n".join(_count(deed, telling) for deed in _WORDS if deed in telling.counts)))
    if file_id:
        words = chart_words(chart_weeks(telling))
        blocks.append(ImageBlock(alt_text=words, slack_file=SlackFile(id=file_id)))
    if telling.shared:
        blocks.append(SectionBlock(text=mrkdwn("*What people learned, and share with you*"), block_id=LEARNED))
        blocks += [_lesson(each) for each in telling.shared[:SHARED_SHOWN]]
        blocks += _more(telling.shared)
    if telling.plans:
        blocks.append(SectionBlock(text=mrkdwn("*Who does something together, so that both win*"), block_id=TOGETHER))
        blocks += [plan_told(each) for each in telling.plans[:PLANS_SHOWN]]
        blocks += _more_plans(len(telling.plans) - PLANS_SHOWN)
    blocks += [section(_of_the_week(_INVITATIONS, telling)), context(_SMALL_PRINT)]
    return message(f"{opening} {_in_short(telling)}", blocks)


def lessons_in(blocks: Sequence[Drawn]) -> list[str]:
    """The ids of the lessons that a posted digest tells."""
    return _ids_in(blocks, LESSON)


def plans_in(blocks: Sequence[Drawn]) -> list[str]:
    """The ids of the partnerships that a posted digest tells of."""
    return _ids_in(blocks, PLAN)


def told_anew(
    text: str, blocks: Sequence[Drawn], shared: Collection[Shared], plans: Collection[SharedPlan] = ()
) -> Message:
    """A posted digest with what may still be told, as it is by now; what is gone leaves no line (N7)."""
    lines = {
        **_lines(LEARNED, {f"{LESSON}{each.lesson_id}": _lesson(each) for each in shared}),
        **_lines(TOGETHER, {f"{PLAN}{each.partnership_id}": plan_told(each) for each in plans}),
    }
    stays = [
        dict(lines.get(name) or _sendable(block))
        for block in blocks
        if (name := str(block.get("block_id"))) in lines or not name.startswith((LEARNED, LESSON, TOGETHER, PLAN))
    ]
    return Message(text, stays)


def without_picture(said: Message) -> Message:
    """The same for a Slack that will not show its picture again."""
    return Message(said.text, [block for block in said.blocks if block["type"] != ImageBlock.type])


def lesson(shared: Lesson, member: Member) -> Message:
    """What a member learned and shares, in their own words, and nothing of whom they learned it from."""
    name = _name(member.name)
    blocks: list[Block] = [
        section(f":bulb: *{name}* shares something learned in a conversation:"),
        section(quoted(shared.text, LESSON_SHOWN)),
        context("Have you learned something that others here could use? `/coop share` brings it to them."),
    ]
    return message(f"{name} shares something learned in a conversation.", blocks)


def chart_weeks(telling: Telling) -> list[Week]:
    """The weeks as they are drawn: a count that too few stand behind is none."""
    return [
        Week(
            each.starts_on,
            each.counts.get(Deed.INTRODUCTION, 0),
            each.counts.get(Deed.THANKS, 0),
            each.counts.get(Deed.KEPT, 0),
        )
        for each in telling.weeks
    ]


def _count(deed: Deed, telling: Telling) -> str:
    sign, many, done = _WORDS[deed]
    return f"{sign}  *{telling.counts[deed]:,} {many}* {done}"


def _lesson(shared: Shared) -> SectionBlock:
    told = f"*{_name(shared.name)}*\n{quoted(shared.text, SHARED_LIMIT)}"
    return SectionBlock(text=mrkdwn(told), block_id=f"{LESSON}{shared.lesson_id}")


def _sendable(block: Drawn) -> Drawn:
    """A block as it may be sent again: what Slack tells of a picture besides its file, it does not take back."""
    file = block.get("slack_file")
    if not file:
        return block
    return {"type": ImageBlock.type, "alt_text": block.get("alt_text"), "slack_file": {"id": file["id"]}}


def plan_told(plan: SharedPlan) -> SectionBlock:
    """What two do together, and what it is for; who is outside the workspace is not named."""
    names = [_name(each) for each in plan.names]
    who = f"*{names[0]}* and *{names[1]}*" if len(names) > 1 else f"*{''.join(names)}*, with somebody elsewhere"
    return SectionBlock(
        text=mrkdwn(f"{who}\n{quoted(plan.purpose, SHARED_LIMIT)}"), block_id=f"{PLAN}{plan.partnership_id}"
    )


def _ids_in(blocks: Sequence[Drawn], prefix: str) -> list[str]:
    ids = [str(block.get("block_id")) for block in blocks]
    return [each.removeprefix(prefix) for each in ids if each.startswith(prefix)]


def _lines(heading: str, told: Mapping[str, SectionBlock]) -> dict[str, Drawn | None]:
    """The lines that stay beneath a heading, and it with them; none without a line."""
    return {name: line.to_dict() for name, line in told.items()} | ({heading: None} if told else {})


def _more(shared: Sequence[Shared]) -> list[Block]:
    left = len(shared) - SHARED_SHOWN
    who = "one more person" if left == 1 else f"{left} more people"
    return [context(f"And {who} had something to share this week.")] if left > 0 else []


def _more_plans(left: int) -> list[Block]:
    """By its own name, so that it goes with the heading where a digest is told anew."""
    who = "one more pair does" if left == 1 else f"{left} more pairs do"
    said = mrkdwn(f"And {who} something together.")
    return [ContextBlock(elements=[said], block_id=f"{TOGETHER}-more")] if left > 0 else []


def _in_short(telling: Telling) -> str:
    counts = [f"{telling.counts[deed]:,} {many}" for deed, (_, many, _) in _WORDS.items() if deed in telling.counts]
    learned = len(telling.shared)
    told = [*counts, *([f"{learned} shared {'lesson' if learned == 1 else 'lessons'}"] if learned else [])]
    return f"{', '.join(told)}.".capitalize() if told else ""


def _name(name: str | None) -> str:
    return one_line(name or "") or "A colleague"


def _of_the_week(sentences: Sequence[str], telling: Telling) -> str:
    """One of several ways to say it: another each week, and the same however often it is drawn."""
    week = telling.weeks[-1].starts_on.toordinal() // 7 if telling.weeks else 0
    return sentences[week % len(sentences)]
