"""Who the tests are about: Ada was introduced to Dana by Sam; Bo is a colleague of Ada's; Dan is outside."""

from datetime import UTC, datetime

from etiquette.rules.members import Who

WORKSPACE, ELSEWHERE = "T0COOP", "T0ELSEWHERE"
ADA = Who(WORKSPACE, "U0ADA")
BO = Who(WORKSPACE, "U0BO")
DAN = Who(WORKSPACE, "U0DAN")
DAN_ELSEWHERE = Who(ELSEWHERE, "U0DAN")
SAM = "U0SAM"

ZONES = {
    ADA: "Europe/London",
    BO: "Europe/Stockholm",
    DAN: "America/Los_Angeles",
    DAN_ELSEWHERE: "America/Los_Angeles",
}

# A Tuesday, 14:00 in London.
TUESDAY = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def utc(day: int, hour: int = 0, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    """A moment of that November, in UTC, which is London's own time in winter."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
