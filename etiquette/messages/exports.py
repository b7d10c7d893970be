"""An export, as it is handed over: one JSON that can be brought back, and a table per noun for spreadsheets (N7)."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from etiquette.messages.parts import section
from etiquette.messages.vocabulary import Message, Paper, message
from etiquette.rules.archives import NAME, NOUNS, ONLY_OUT, Archive, written

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_MARK = "\ufeff"


def on_its_way() -> Message:
    """An export was asked for."""
    return _said("I am gathering everything that I keep for you. It comes as files, in your messages with me.")


def on_its_way_already() -> Message:
    """An export was asked for again, before the first one came."""
    return _said("I am already gathering it. It comes as files, in your messages with me.")


def failed() -> Message:
    """Slack did not take the files."""
    return _said("Slack did not take the files of your export, however often I tried. `/coop export` starts again.")


def comment() -> str:
    """What stands above the files."""
    return (
        "Here is everything that I keep for you. The .json brings it all back, but for what was proposed in your "
        "plans, which is there to be read: send it to me one day, here or after “forget me”. The .csv files are the "
        "same, for a spreadsheet."
    )


def papers(archive: Archive, now: datetime) -> list[Paper]:
    """The files of an export: the JSON first, then a table for each noun of which there is something."""
    day = now.date().isoformat()
    whole = Paper(f"{NAME}-{day}.json", written(archive, now))
    nouns = [noun for noun in (*NOUNS, *ONLY_OUT) if archive.records.get(noun)]
    tables = [Paper(f"{noun}-{day}.csv", table(archive.records[noun])) for noun in nouns]
    return [whole, *tables]


def table(entries: Any) -> bytes:
    """Records as a spreadsheet reads them: UTF-8 with its mark, and no cell that would be taken for a formula."""
    out = io.StringIO(newline="")
    rows: list[Mapping[str, Any]] = list(entries)
    writer = csv.writer(out)
    writer.writerow(rows[0].keys())
    writer.writerows([_cell(each) for each in row.values()] for row in rows)
    return (_MARK + out.getvalue()).encode()


def _cell(value: Any) -> str:
    """One cell. What begins like a formula gets an apostrophe, and is read as the text that it is."""
    if value is None:
        return ""
    shown = " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return f"'{shown}" if shown.lstrip(" ").startswith(_RISKY) else shown


def _said(words: str) -> Message:
    return message(words, [section(words)])
