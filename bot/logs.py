"""Logging: outcomes as data, for people or for machines, and never a name, a text or a token.

What the libraries write about failures is theirs to word, and often quotes a request or an exception: of
it only the constant beginning is kept. An exception is told by its kind, its code and where it was; its
words may be a member's.
"""

import inspect
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from typing import Any, TextIO

import structlog
from slack_sdk.errors import SlackApiError
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.values import LogFormat, LogLevel

OURS = ("bot", "demo", "handlers", "scheduler", "etiquette")
CODES = ("code", "sqlstate", "sqlite_errorname", "errno")
TOKEN = re.compile(r"\b(x(?:ox[a-z]|app|oxe\.xox[a-z])-)[\w.-]+")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-#0 +]*[\d.]*[a-zA-Z]")
QUOTATION = re.compile(r"[(\[{<:=\"\n]|(?<!\w)'")
DEEPEST = 5


def configure(level: LogLevel, form: LogFormat, stream: TextIO = sys.stderr) -> None:
    """Send what is logged in this process to `stream`: ours from `level` on, others' from warnings on."""
    always: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper("iso", utc=True),
        tell_exceptions_without_their_words,
    ]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            *always,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(always, form, colours=stream.isatty()))
    logging.basicConfig(handlers=[handler], level=max(logging.WARNING, _number(level)), force=True)
    for package in OURS:
        logging.getLogger(package).setLevel(_number(level))


def keep_the_beginning(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Cut what a library wrote to what it always writes: up to the first quotation, values left out."""
    said = PLACEHOLDER.sub("…", str(event["event"]))
    event["event"] = QUOTATION.split(said, maxsplit=1)[0].strip() or "…"
    return event


def tell_exceptions_without_their_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put the kinds, codes and places of an exception and its causes where the exception was."""
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    elif error is True:
        error = sys.exception()
    if isinstance(error, BaseException):
        event["exception"] = "; ".join(_told(error))
    return event


def hide_tokens(_logger: WrappedLogger, _method: str, line: Any) -> Any:
    """The last look at a line: whatever else went wrong, a token does not leave."""
    return TOKEN.sub(r"\1…", line)


def _formatter(always: list[Processor], form: LogFormat, *, colours: bool) -> logging.Formatter:
    machines = form is LogFormat.JSON
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if machines
        else structlog.dev.ConsoleRenderer(colors=colours)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[keep_the_beginning, *always],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer, hide_tokens],
        use_get_message=False,
    )


def _number(level: LogLevel) -> int:
    return logging.getLevelNamesMapping()[level.upper()]


def _told(error: BaseException) -> Iterator[str]:
    cause: BaseException | None = error
    for _ in range(DEEPEST):
        if cause is None:
            return
        yield _kind(cause) + _places(cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _kind(error: BaseException) -> str:
    code = _slacks_code(error) if isinstance(error, SlackApiError) else _code(error)
    known = re.fullmatch(r"[\w.-]{1,60}", str(code))
    return f"{type(error).__name__}[{code}]" if known else type(error).__name__


def _slacks_code(error: SlackApiError) -> object:
    """The code in Slack's answer, which may be no JSON at all."""
    answer = getattr(error.response, "data", error.response)
    return answer.get("error") if isinstance(answer, dict) else "no-json"


def _code(error: BaseException) -> object:
    """Its code where it has one, looked at without running a property of its making."""
    found = (vars(error).get(name, inspect.getattr_static(type(error), name, None)) for name in CODES)
    return next((code for code in found if isinstance(code, str | int)), "")


def _places(error: BaseException) -> str:
    frames = [
        f"{frame.f_globals.get('__name__', '?')}:{line}" for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    return f" at {' > '.join(frames)}" if frames else ""
