"""The command line: reads the settings, starts what was asked for, returns an exit code.

0: well. 1: misconfigured, or stopped by an error, with a sentence on stderr. 2: not a command.
"""

import argparse
import asyncio
import errno
import gc
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

import structlog

from bot import config, logs
from bot.clock import Clock
from bot.config import MisconfiguredError, Settings
from bot.manifest import PLACEHOLDER, manifest
from bot.values import Transport

STOPS_WITHIN_SECONDS = 9

URL_IS_MISSING = (
    f"{PLACEHOLDER} is a placeholder: say with --url where Slack reaches this program "
    "(or set COOP_TRANSPORT=socket, which needs no address)."
)

CANNOT_LISTEN = {
    errno.EADDRINUSE: "the port is taken by another program",
    errno.EADDRNOTAVAIL: "this machine has no such address",
    errno.EACCES: "only root may listen there",
}

Serve = Callable[[Settings, asyncio.Event], Awaitable[None]]

log = structlog.get_logger(__name__)


def main(words: list[str] | None = None) -> int:
    """Run one command; its exit code is returned."""
    parser = _parser()
    arguments, rest = parser.parse_known_args(words)
    if rest and arguments.command is not demo:
        parser.error(f"unknown arguments: {' '.join(rest)}")
    arguments.rest = rest
    try:
        _tell(config.unknown_settings())
        return int(arguments.command(arguments))
    except MisconfiguredError as refused:
        _tell(refused.problems)
        return 1


def run(_arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    settings = config.load()
    config.keep_from_bolt()
    logs.configure(settings.log_level, settings.log_format)
    gc.disable()  # what is loaded is there to stay: nobody need look through it for garbage, now or later
    from bot.app import serve

    gc.freeze()
    gc.enable()
    return asyncio.run(until_stopped(serve, settings))


async def until_stopped(serve: Serve, settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT, which leave STOPS_WITHIN_SECONDS to finish what is in hand."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    serving = asyncio.ensure_future(serve(settings, stop))
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    done, _ = await asyncio.wait({serving}, timeout=STOPS_WITHIN_SECONDS)
    if not done:
        log.warning("stopped_unfinished", after_seconds=STOPS_WITHIN_SECONDS)
        return 0  # asyncio.run cancels it; what was claimed is found again when its lease has run out
    error = None if serving.cancelled() else serving.exception()
    return 0 if error is None else _stopped_by(error, settings)


def demo(arguments: argparse.Namespace) -> int:
    """Become `python -m demo`: signals and exit code are its own then, and the bot never imports it."""
    os.execv(sys.executable, [sys.executable, "-m", "demo", *arguments.rest])  # noqa: S606  # no shell wanted


def migrate(_arguments: argparse.Namespace) -> int:
    """Bring the database to this version."""
    settings = config.load_offline()
    logs.configure(settings.log_level, settings.log_format)
    from sqlalchemy.exc import SQLAlchemyError

    from bot.check import what_the_driver_said
    from etiquette.store.migrate import NewerSchemaError, upgrade

    try:
        asyncio.run(upgrade(settings.database_url.get_secret_value()))
    except NewerSchemaError as error:
        raise MisconfiguredError([str(error)]) from None
    except (SQLAlchemyError, OSError) as error:
        said = what_the_driver_said(error)
        raise MisconfiguredError([f"DATABASE_URL leads to no database that can be migrated: {said}"]) from error
    print("The database is at this program's version.")
    return 0


def nudges(arguments: argparse.Namespace) -> int:
    """Say what is stuck, or try it again."""
    settings = config.load_offline()
    logs.configure(settings.log_level, settings.log_format)
    from bot.stuck import listed, retried

    if arguments.does == "list":
        print(*asyncio.run(listed(settings, Clock())), sep="\n")
        return 0
    said, is_well = asyncio.run(retried(settings, Clock(), arguments.ids, every=arguments.all))
    print(*said, sep="\n")
    return 0 if is_well else 1


def backup(arguments: argparse.Namespace) -> int:
    """Write everything into one file, while the program runs."""
    from bot.backups import back_up

    return _with_database(back_up, arguments)


def restore(arguments: argparse.Namespace) -> int:
    """Put a backup into the database, while the program does not run."""
    from bot.backups import restore as put_back

    return _with_database(put_back, arguments)


def _with_database(does: Callable[..., Coroutine[Any, Any, list[str]]], arguments: argparse.Namespace) -> int:
    settings = config.load_offline()
    logs.configure(settings.log_level, settings.log_format)
    for sentence in asyncio.run(does(settings, arguments.file, Clock().now(), replaces=arguments.replace)):
        print(sentence)
    return 0


def print_manifest(arguments: argparse.Namespace) -> int:
    """Print the Slack app manifest for this configuration."""
    settings = config.load_offline()
    try:
        asked = manifest(settings, arguments.url)
    except ValueError as refused:
        raise MisconfiguredError([str(refused)]) from None
    if settings.transport is Transport.HTTP and arguments.url is None:
        _tell([URL_IS_MISSING])
    if arguments.format == "yaml":
        import yaml

        print(yaml.safe_dump(asked, sort_keys=False, allow_unicode=True, width=100), end="")
    else:
        print(json.dumps(asked, indent=2, ensure_ascii=False))
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Say of each thing whether it is in place, and how to mend what is not."""
    try:
        settings = config.load()
    except MisconfiguredError as refused:
        for problem in refused.problems:
            print(f"wrong  settings: {problem}")
        return 1
    print("ok     settings")
    return asyncio.run(_checked(settings, arguments))


async def _checked(settings: Settings, arguments: argparse.Namespace) -> int:
    from bot.check import Finding, findings
    from bot.check_live import live_findings

    async def report(found: AsyncIterator[Finding]) -> int:
        wrong = 0
        async for finding in found:
            print(f"wrong  {finding.what}: {finding.trouble}" if finding.trouble else f"ok     {finding.what}")
            wrong |= finding.trouble is not None
        return wrong

    wrong = await report(findings(settings))
    if not wrong and (arguments.live or arguments.channel):
        wrong = await report(live_findings(settings, arguments.channel))
    return wrong


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("coopetiquette", description="A Slack bot for the manners of collaboration.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(does: Callable[..., int], name: str, about: str, *, add_help: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about, description=about, add_help=add_help)
        added.set_defaults(command=does)
        return added

    command(run, "run", "serve a workspace, until stopped")
    command(demo, "demo", "a local workspace in the browser, the bot in it; no Slack needed", add_help=False)
    command(migrate, "migrate", "bring the database to this version (`run` does so by itself)")
    stuck = command(nudges, "nudges", "see what is stuck, and try it again").add_subparsers(required=True, dest="does")
    stuck.add_parser("list", help="what was given up, is set aside, or was posted perhaps; and why")
    trying = stuck.add_parser("retry", help="try again, at once").add_mutually_exclusive_group(required=True)
    trying.add_argument("ids", nargs="*", default=[], metavar="ID", help="as `list` names them")
    trying.add_argument("--all", action="store_true", help="whatever `list` names")
    keeping = command(backup, "backup", "write everything into one file, while the program runs")
    keeping.add_argument("file", type=Path, metavar="FILE", help="where to; such as backups/monday.coop.gz")
    keeping.add_argument("--replace", action="store_true", help="write over a file that is there")
    restoring = command(restore, "restore", "put a backup into the database, while the program is stopped")
    restoring.add_argument("file", type=Path, metavar="FILE", help="a backup, made on either kind of database")
    restoring.add_argument("--replace", action="store_true", help="replace whatever the database holds, for good")
    printing = command(print_manifest, "manifest", "print the Slack app manifest for this configuration")
    printing.add_argument("--url", help="where Slack reaches this program over HTTP, such as https://coop.example.org")
    printing.add_argument("--format", choices=("json", "yaml"), default="json")
    checking = command(check, "check", "say what is wrong, and how to mend it")
    checking.add_argument("--live", action="store_true", help="also post, read back and clean up, by direct message")
    checking.add_argument("--channel", help="do so in this channel (C…)")
    return parser


def _stopped_by(error: BaseException, settings: Settings) -> int:
    if isinstance(error, MisconfiguredError):
        raise error
    from sqlalchemy.exc import OperationalError

    from bot.check import what_the_driver_said
    from etiquette.store.migrate import NewerSchemaError

    if isinstance(error, NewerSchemaError):
        raise MisconfiguredError([str(error)])
    if isinstance(error, OSError) and error.errno in CANNOT_LISTEN:
        where, why = f"COOP_HOST {settings.host}, COOP_PORT {settings.port}", CANNOT_LISTEN[error.errno]
        raise MisconfiguredError([f"{where}: {why}; choose another."])
    if isinstance(error, OperationalError):
        said = what_the_driver_said(error)
        raise MisconfiguredError([f"DATABASE_URL leads to no database that answers: {said}"])
    log.critical("stopped_by_an_error", exc_info=error)
    _tell(["It stopped by an error; `coopetiquette check` says whether something is to be mended here."])
    return 1


def _tell(sentences: list[str] | tuple[str, ...]) -> None:
    for sentence in sentences:
        print(sentence, file=sys.stderr)
