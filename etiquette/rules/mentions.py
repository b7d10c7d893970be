"""Mentions: where a text names somebody in full (N7)."""

import re


def naming(name: str) -> re.Pattern[str]:
    """Finds a name in a text, however it is spaced; a single word only as it is spelled, for May is a month, too."""
    words = [re.escape(word) for word in name.split()]
    spaced = r"\s+".join(words)
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE if len(words) > 1 else re.NOFLAG)
