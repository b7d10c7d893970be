"""`python -m emulator`: a local Slack workspace with a page, for one app."""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from emulator.app import InstalledApp
from emulator.limits import RateLimits
from emulator.seed import Seed, SeedChannel, SeedPerson
from emulator.server import LocalSlack


def main() -> None:
    """Run until told to stop."""
    asked = _arguments().parse_args()
    try:
        asyncio.run(_run(asked))
    except OSError as failure:
        sys.exit(f"The workspace could not start: {failure}")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m emulator", description=__doc__)
    parser.add_argument("--manifest", type=Path, required=True, help="the app's Slack manifest, JSON")
    parser.add_argument("--bot-token", required=True, help="xoxb-..., any text will do here")
    parser.add_argument("--app-token", required=True, help="xapp-..., likewise")
    parser.add_argument("--signing-secret", required=True, help="for HTTP delivery")
    parser.add_argument("--workspace", type=Path, help="who and what is there at first, JSON")
    parser.add_argument("--port", type=int, default=8100, help="0 for any that is free")
    parser.add_argument("--state", type=Path, help="the file that keeps the workspace")
    parser.add_argument("--time-moved-url", help="told where time is whenever it is moved")
    parser.add_argument("--next-url", help="asked when something happens next")
    parser.add_argument("--note", help="a sentence for the page to show")
    return parser


async def _run(asked: argparse.Namespace) -> None:
    manifest = json.loads(asked.manifest.read_text("utf-8"))
    installed = InstalledApp.from_manifest(manifest, asked.bot_token, asked.app_token, asked.signing_secret)
    slack = LocalSlack(
        installed,
        Seed.from_json(asked.workspace) if asked.workspace else _somebody(),
        port=asked.port,
        state=asked.state,
        time_moved_url=asked.time_moved_url,
        next_url=asked.next_url,
        note=asked.note,
    )
    slack.rate_limits = RateLimits.slack()
    await slack.start()
    print(f"A workspace to try things in: {slack.url}", flush=True)
    try:
        await _told_to_stop()
    finally:
        await slack.stop()


async def _told_to_stop() -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()


def _somebody() -> Seed:
    people = [
        SeedPerson("U0ADA", "ada", "Ada Okafor", tz="Europe/London", color="9b3fbf"),
        SeedPerson("U0BO", "bo", "Bo Lindqvist", tz="Europe/Stockholm", color="2b7a78"),
        SeedPerson("U0CLEO", "cleo", "Cleo Marchetti", tz="America/New_York", color="c2571a"),
    ]
    everybody = [person.id for person in people]
    return Seed(people=people, channels=[SeedChannel("C0GENERAL", "general", everybody, bot_is_member=True)])


if __name__ == "__main__":
    main()
