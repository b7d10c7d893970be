"""What parting needs to see of a partnership, of both sides: news, and what waits for an answer (C8, C9)."""

from sqlalchemy import select, update

from etiquette.rules.news import News
from etiquette.rules.reflections import AnswerState, ReflectionAnswer, ReflectionState
from etiquette.store.records import from_row
from etiquette.store.session import Transaction
from etiquette.store.tables import news, reflection_answers, reflections


async def news_of(tx: Transaction, partnership_id: str) -> list[News]:
    """What either side was told, or is to be told."""
    query = select(news).where(news.c.partnership_id == partnership_id)
    return [from_row(News, row) for row in await tx.connection.execute(query.order_by(news.c.at, news.c.id))]


async def answers_due(tx: Transaction, partnership_id: str) -> list[ReflectionAnswer]:
    """What either side is still asked: nothing is written in these."""
    due = (reflection_answers.c.partnership_id == partnership_id, reflection_answers.c.state == AnswerState.DUE)
    return [
        from_row(ReflectionAnswer, row) for row in await tx.connection.execute(select(reflection_answers).where(*due))
    ]


async def end_reflections(tx: Transaction, partnership_id: str) -> None:
    """Whatever waits for both is opened no more: what one side wrote alone stays theirs, and unread."""
    due = (reflections.c.partnership_id == partnership_id, reflections.c.state == ReflectionState.DUE)
    await tx.connection.execute(update(reflections).where(*due).values(state=ReflectionState.SKIPPED))
