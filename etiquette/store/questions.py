"""The bot's own questions: about one thing, each is asked once."""

from dataclasses import asdict

from etiquette.rules.questions import Question
from etiquette.store.session import Transaction
from etiquette.store.tables import questions


async def ask(tx: Transaction, question: Question) -> bool:
    """Saves a question. False: the same was asked of this member before."""
    asked = tx.insert(questions).values(**asdict(question)).on_conflict_do_nothing().returning(questions.c.id)
    return (await tx.connection.execute(asked)).first() is not None
