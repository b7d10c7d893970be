"""What reaches us by HTTP: only what Slack signed is heard, and nothing that is broken is answered with our fault."""

import asyncio
import hmac
import http.client
import json
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier
from structlog.testing import capture_logs

from bot.clock import Clock
from tests.whole import SECRET, whole

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
COMMAND = {
    "command": "/coop",
    "text": "help",
    "user_id": "U0ADA",
    "team_id": "T0COOP",
    "channel_id": "D0ADA",
    "trigger_id": "1.2.abc",
    "response_url": "http://127.0.0.1:1/commands/T0COOP/x",
    "api_app_id": "A0COOP",
}
WHO = {"user": {"id": "U0ADA", "team_id": "T0COOP"}, "team": {"id": "T0COOP"}, "trigger_id": "1.2.abc"}
PRESS = {
    **WHO,
    "type": "block_actions",
    "container": {"type": "message", "channel_id": "D0ADA", "message_ts": "1.2", "is_ephemeral": False},
    "actions": [{"type": "button", "action_id": "nudge_done", "block_id": "b", "value": "deliverable:x"}],
}
SUBMISSION = {
    **WHO,
    "type": "view_submission",
    "view": {
        "id": "V1",
        "type": "modal",
        "callback_id": "deliverable",
        "hash": "1.a",
        "private_metadata": "{}",
        "blocks": [
            {"type": "input", "block_id": "what", "element": {"type": "plain_text_input", "action_id": "value"}}
        ],
        "state": {"values": {"what": {"value": {"type": "plain_text_input", "value": "the deck"}}}},
    },
}
SHORTCUT = {**WHO, "type": "shortcut", "callback_id": "log_introduction"}
EVENT = {
    "type": "event_callback",
    "team_id": "T0COOP",
    "api_app_id": "A0COOP",
    "event_id": "Ev1",
    "event": {"type": "message", "channel_type": "im", "channel": "D0ADA", "user": "U0ADA", "text": "x", "ts": "1.2"},
}
USER_CHANGE = {**EVENT, "event_id": "Ev2", "event": {"type": "user_change", "user": {"id": "U0ADA", "tz": "UTC"}}}


def form(payload: dict[str, Any] | None = None) -> bytes:
    return urlencode(COMMAND if payload is None else {"payload": json.dumps(payload)}).encode()


@dataclass(frozen=True, slots=True)
class Door:
    """The program's address, and a clock to sign by."""

    port: int
    clock: Clock

    def post(self, body: bytes, content_type: str = FORM, **headers: str) -> tuple[int, bytes]:
        """The status and body of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("POST", "/slack/events", body, {"Content-Type": content_type, **headers})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def signed(self, body: bytes, content_type: str = FORM, late: float = 0) -> tuple[int, bytes]:
        """The same, signed as Slack does, that many seconds ago."""
        timestamp = str(int(self.clock.machine_now().timestamp() - late))
        # Over the raw bytes, which need not be text: Slack's own verifier cannot sign what is none.
        digest = hmac.new(SECRET.encode(), f"v0:{timestamp}:".encode() + body, "sha256").hexdigest()
        headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}
        return self.post(body, content_type, **headers)


@pytest.fixture(scope="module")
def door(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The whole program by HTTP, in a thread of its own."""
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('door') / 'coop.db')}"
    port: Future[int] = Future()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        async with whole(url, "http") as story:
            port.set_result(story.program.port)
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    with capture_logs():
        thread.start()
        yield Door(port.result(20), Clock())
    loop.call_soon_threadsafe(stop.set)
    thread.join(20)
    loop.close()


WHOLE = {
    "a command": (form(), FORM),
    "a press": (form(PRESS), FORM),
    "a form": (form(SUBMISSION), FORM),
    "a shortcut": (form(SHORTCUT), FORM),
    "an event": (json.dumps(EVENT).encode(), JSON),
    "a changed user": (json.dumps(USER_CHANGE).encode(), JSON),
    "a check of the certificate": (b"ssl_check=1&token=x", FORM),
}


@pytest.mark.parametrize(("body", "content_type"), WHOLE.values(), ids=WHOLE)
def test_what_slack_signed_is_heard(door: Door, body: bytes, content_type: str) -> None:
    assert door.signed(body, content_type)[0] == 200


@pytest.mark.parametrize(("body", "content_type"), WHOLE.values(), ids=WHOLE)
def test_what_nobody_signed_or_signed_wrongly_is_turned_away(door: Door, body: bytes, content_type: str) -> None:
    now = str(int(door.clock.machine_now().timestamp()))
    good = str(SignatureVerifier(SECRET).generate_signature(timestamp=now, body=body))
    tampered = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": good}

    assert door.post(body, content_type)[0] == 401
    assert door.post(body + b"&x=1", content_type, **tampered)[0] == 401
    assert door.signed(body, content_type, late=301)[0] == 401
    assert door.signed(body, content_type, late=-301)[0] == 401


@pytest.mark.parametrize("timestamp", ["", "x", "-1", "1e9", "١٢٣", "9" * 400, "0x10", "1.5", " 1"])
def test_a_timestamp_that_is_no_number_is_turned_away(door: Door, timestamp: str) -> None:
    encoded = timestamp.encode().decode("latin-1")

    assert door.post(form(), **{"X-Slack-Request-Timestamp": encoded, "X-Slack-Signature": "v0=abc"})[0] == 401


@pytest.mark.parametrize("signature", ["v0=abc", "", "v0=é", "é", "v0=" + "0" * 64])
@pytest.mark.parametrize("body", [form(), b"\xff\xfe"])
def test_a_signature_that_is_none_is_turned_away(door: Door, signature: str, body: bytes) -> None:
    now = str(int(door.clock.machine_now().timestamp()))
    encoded = signature.encode().decode("latin-1")

    assert door.post(body, **{"X-Slack-Request-Timestamp": now, "X-Slack-Signature": encoded})[0] == 401


def test_slack_is_shown_that_the_address_is_ours(door: Door) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "a-challenge", "token": "x"}).encode()

    status, answer = door.signed(body, JSON)

    assert (status, b"a-challenge" in answer) == (200, True)
    assert door.post(body, JSON)[0] == 401


BROKEN = [
    (b"", FORM),
    (b"", JSON),
    (b"{oops", JSON),
    (b"[]", JSON),
    (b"null", JSON),
    (b"7", JSON),
    (b'"text"', JSON),
    (b"{}", JSON),
    (b'{"type": 7}', JSON),
    (b'{"type": "event_callback"}', JSON),
    (b'{"type": "event_callback", "team_id": "T0COOP", "event": []}', JSON),
    (b"\xff\xfe\x00", JSON),
    (b"\xff\xfe\x00", FORM),
    (b"[" * 100_000, JSON),
    (b"payload=", FORM),
    (b"payload=null", FORM),
    (b"payload=[]", FORM),
    (b"payload=7", FORM),
    (b"payload={oops", FORM),
    (b"payload=%7B%7D", FORM),
    (b"payload=%FF%FE", FORM),
    (b"payload=" + b"%5B" * 50_000, FORM),
    (b"command=%2Fcoop", FORM),
    (b"command=%2Fcoop&user_id=U0ADA", FORM),
    (b"text=help", FORM),
    (form(), JSON),
    (json.dumps(EVENT).encode(), FORM),
    (json.dumps(EVENT).encode(), "text/plain"),
]


@pytest.mark.parametrize(("body", "content_type"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_told_so_signed_or_not(door: Door, body: bytes, content_type: str) -> None:
    assert door.post(body, content_type)[0] == 401
    assert 400 <= door.signed(body, content_type)[0] < 500


@pytest.mark.parametrize(
    ("whole_one", "missing"),
    [
        (PRESS, "actions"),
        (PRESS, "actions.0"),
        (PRESS, "user"),
        (PRESS, "type"),
        (SUBMISSION, "view"),
        (SUBMISSION, "view.id"),
        (SUBMISSION, "view.type"),
        (SHORTCUT, "callback_id"),
        (EVENT, "event"),
        (EVENT, "event.type"),
        (USER_CHANGE, "event.user"),
        (USER_CHANGE, "event.user.id"),
    ],
    ids=lambda each: each if isinstance(each, str) else str(each["type"]),
)
def test_what_lacks_a_field_is_told_that_it_is_broken(door: Door, whole_one: dict[str, Any], missing: str) -> None:
    body = json.loads(json.dumps({**whole_one, "trigger_id": missing, "event_id": missing}))
    *path, last = missing.split(".")
    place = body
    for step in path:
        place = place[step]
    del place[int(last) if isinstance(place, list) else last]
    is_event = whole_one in (EVENT, USER_CHANGE)

    status, _ = door.signed(json.dumps(body).encode() if is_event else form(body), JSON if is_event else FORM)

    assert 400 <= status < 500


def test_what_is_too_large_is_turned_away(door: Door) -> None:
    assert door.signed(b"text=" + b"x" * 2_000_000)[0] == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_methods_are_turned_away(door: Door, method: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", door.port, timeout=20)
    connection.request(method, "/slack/events")
    assert connection.getresponse().status == 405
    connection.close()


NUMBERS = count()  # what has the same name is the same delivery, and is not looked at again
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def mangled(draw: st.DrawFn) -> tuple[bytes, str]:
    """A request of Slack's in which something is missing, of another kind, or cut off."""
    given_as = draw(st.sampled_from([PRESS, SUBMISSION, SHORTCUT, EVENT, USER_CHANGE, COMMAND]))
    body: Any = json.loads(json.dumps(given_as))
    body |= {name: f"{name}-{next(NUMBERS):06}" for name in ("trigger_id", "event_id") if name in body}
    for _ in range(draw(st.integers(1, 3))):
        mangle(draw, body)
    if given_as in (EVENT, USER_CHANGE):
        encoded, content_type = json.dumps(body).encode(), JSON
    elif given_as is COMMAND:
        encoded, content_type = urlencode({key: str(value) for key, value in body.items()}).encode(), FORM
    else:
        encoded, content_type = urlencode({"payload": json.dumps(body)}).encode(), FORM
    cut = draw(st.none() | st.integers(0, len(encoded)))
    return encoded[:cut], content_type


def mangle(draw: st.DrawFn, body: Any) -> None:
    """Takes a place anywhere in a body, and puts junk there, or nothing."""
    place = body
    while True:
        keys: list[Any] = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or draw(st.booleans()):
            break
        place = place[key]
    if isinstance(place, dict) and draw(st.booleans()):
        del place[key]
    else:
        place[key] = draw(JUNK)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(request=mangled())
def test_nothing_that_is_mangled_is_answered_with_our_fault(door: Door, request: tuple[bytes, str]) -> None:
    assert door.post(*request)[0] == 401
    assert door.signed(*request)[0] < 500


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200), content_type=st.sampled_from([FORM, JSON, "text/plain", ""]))
def test_no_bytes_are_answered_with_our_fault(door: Door, body: bytes, content_type: str) -> None:
    assert 400 <= door.signed(body, content_type)[0] < 500
