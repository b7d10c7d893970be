"""People as Slack tells of them: the user object, presence and do-not-disturb."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from emulator.seed import SeedPerson
from emulator.wire import JSON


def user_object(person: SeedPerson, team_id: str, now: float, *, email: bool = False, locale: bool = False) -> JSON:
    """The user object of users.info; `email` and `locale` where scope and caller ask for them."""
    user: JSON = {
        "id": person.id,
        "team_id": team_id,
        "name": person.name,
        "deleted": person.deleted,
        "color": person.color,
        "real_name": person.real_name or person.name,
        "profile": _profile(person, team_id, email=email),
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": person.is_owner,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_stranger": person.is_stranger,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": int(now),
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }
    if person.tz:
        user.update(_zone(person.tz, now))
    if locale:
        user["locale"] = person.locale
    return user


def _profile(person: SeedPerson, team_id: str, *, email: bool) -> JSON:
    real_name = person.real_name or person.name
    first, _, last = real_name.partition(" ")
    profile: JSON = {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": real_name,
        "real_name_normalized": real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "first_name": first,
        "last_name": last,
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": "",
        "team": team_id,
    }
    if email and person.email:
        profile["email"] = person.email
    return profile


def _zone(tz: str, now: float) -> JSON:
    local = datetime.fromtimestamp(now, ZoneInfo(tz))
    offset = local.utcoffset() or timedelta()
    return {"tz": tz, "tz_label": local.tzname() or tz, "tz_offset": int(offset.total_seconds())}


def dnd_object(person: SeedPerson, now: float) -> JSON:
    """The schedule of dnd.info: the muted hours that are running or come next; a pause counts as such."""
    zone = ZoneInfo(person.tz or "UTC")
    nightly = [_muted_hours(person.dnd, zone, now)] if person.dnd else []
    pause = [(int(person.paused[0]), int(person.paused[1]))] if person.paused and person.paused[1] > now else []
    if not nightly and not pause:
        return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    start, end = _first_joined(sorted(nightly + pause))
    return {"dnd_enabled": True, "next_dnd_start_ts": start, "next_dnd_end_ts": end}


def _first_joined(spans: list[tuple[int, int]]) -> tuple[int, int]:
    """The first of them, made longer by those that go on from within it."""
    start, end = spans[0]
    for following, until in spans[1:]:
        end = max(end, until) if following <= end else end
    return start, end


def _muted_hours(dnd: tuple[str, str], zone: ZoneInfo, now: float) -> tuple[int, int]:
    starts, ends = time.fromisoformat(dnd[0]), time.fromisoformat(dnd[1])
    today = datetime.fromtimestamp(now, zone).date()
    for shift in (-1, 0, 1):
        day = today + timedelta(days=shift)
        start = datetime.combine(day, starts, zone)
        end = datetime.combine(day + timedelta(days=1) if ends <= starts else day, ends, zone)
        if end.astimezone(UTC).timestamp() > now:
            break
    return int(start.timestamp()), int(end.timestamp())
