"""Two clocks: domain time moves, machine time does not."""

from datetime import UTC, datetime, timedelta, timezone

from bot.clock import Clock, MovableClock

SOON = timedelta(seconds=30)


def test_both_times_are_aware_and_in_utc() -> None:
    clock = Clock()

    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - clock.machine_now()) < SOON


def test_a_moved_clock_runs_on_from_where_it_was_put_and_leaves_the_machines_time_alone() -> None:
    clock, then = MovableClock(), datetime(2031, 3, 3, 9, 0, tzinfo=timezone(timedelta(hours=5)))

    clock.set(then)

    assert timedelta() <= clock.now() - then < SOON
    assert abs(clock.machine_now() - Clock().machine_now()) < SOON


def test_what_took_a_while_is_never_negative_though_the_clock_was_put_back() -> None:
    clock = MovableClock()
    before = clock.monotonic()

    clock.set(clock.now() - timedelta(days=3))

    assert clock.monotonic() >= before
