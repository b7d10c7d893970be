"""Phrases side by side that speak of one moment, and whether they can be trusted to, where they stand."""

import re

from handlers.date_phrases import Hold, Phrase

Group = list[Phrase]

_GAP = re.compile(r"[ ,]{0,2}(?:(?:at|on|by|from|around|about|@|-|–|of|the|in the)[ ,]{1,2})?\(?", re.IGNORECASE)
BEFORE = re.compile(
    r"(?:^|(?<=[ ,;:(\x01]))(?:(?:is |are )?(?:due|by|before|until|till|on|at|for|from|around|@"
    r"|no later than|not later than)(?: the)?,? ){1,3}$",
    re.IGNORECASE,
)
"""The prepositions that lead up to a moment: "due on"."""

_CLAUSE_ENDS = re.compile(
    r" ?(?:$|[,.;:!?()\x01-\x1b–—]|- "
    r"|(?:with|for|about|to|and|at|on|by|via|re|please|pls|if|when|because|so|but|or)\b|@)",
    re.IGNORECASE,
)


def groups_in(text: str, phrases: list[Phrase]) -> list[Group]:
    """Phrases that stand side by side and speak of one moment: "Tuesday", "at 3"."""
    groups: list[Group] = []
    for phrase in phrases:
        if groups and _belongs(text, groups[-1], phrase):
            groups[-1].append(phrase)
        else:
            groups.append([phrase])
    return [held for group in groups if (held := _held(text, group))]


def _belongs(text: str, group: Group, phrase: Phrase) -> bool:
    if not _GAP.fullmatch(text, group[-1].end, phrase.start):
        return False
    if phrase.is_impossible or group[-1].is_impossible:
        return True
    return not any(
        (each.clock and phrase.clock)
        or (each.half_day is not None and phrase.half_day is not None)
        or (each.days and phrase.days and not _is_weekday_of_date(each, phrase))
        for each in group
    )


def _is_weekday_of_date(one: Phrase, other: Phrase) -> bool:
    """Whether it is as in "Tuesday 24 November". "Sun" beside another day is a name."""
    weekday, dated = (one, other) if one.weekday is not None else (other, one)
    if weekday.weekday is None or dated.weekday is not None:
        return False
    return weekday.hold is not Hold.SHY or any(day.weekday() == weekday.weekday for day in dated.days)


def _held(text: str, group: Group) -> Group:
    """The group without what can't be trusted where it stands."""
    while group and group[-1].hold is Hold.FRAIL and not _ends(text, group):
        group = group[:-1]
    if len(group) != 1 or group[0].hold not in (Hold.LOOSE, Hold.SHY):
        return group
    return group if _is_trusted(text, group[0]) and (group[0].days or group[0].clock) else []


def _is_trusted(text: str, phrase: Phrase) -> bool:
    if BEFORE.search(text[: phrase.start][-40:]):
        return True
    if phrase.hold is Hold.SHY:
        return text[: phrase.start].strip() != "" and text[phrase.end :].strip(" .!?)") == ""
    return _clause_ends(text, phrase.end)


def _ends(text: str, group: Group) -> bool:
    """Whether a clause ends with the group, or a name begins behind it: "Tuesday at 3 Dana"."""
    end = group[-1].end
    return _clause_ends(text, end) or (len(group) > 1 and text[end + 1 : end + 2].isupper())


def _clause_ends(text: str, position: int) -> bool:
    return _CLAUSE_ENDS.match(text, position) is not None
