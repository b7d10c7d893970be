"""Programs under measurement, each in a process of its own: started, waited for, stopped by whoever started it."""

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from benchmarks.databases import plain

BOT_TOKEN, SECRET = "xoxb-1-coop", "a-signing-secret"  # made up
PATIENCE = 60.0
ROOT = Path(__file__).parents[1]


class Slack:
    """The lean stand-in, as the harness asks it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.api_url = f"http://127.0.0.1:{port}/api/"

    def arrived(self) -> dict[str, Any]:
        """What arrived since it was told to forget."""
        told: dict[str, Any] = json.loads(asked_over_http(self.port, "GET", "/arrived")[1])
        return told

    def count(self) -> int:
        """How many messages."""
        return int(asked_over_http(self.port, "GET", "/count")[1])

    def sample(self) -> dict[str, Any]:
        """The last message, as it came."""
        told: dict[str, Any] = json.loads(asked_over_http(self.port, "GET", "/sample")[1])
        return told

    def limit(self, per_minute: int) -> None:
        """How many messages it takes in a workspace; 0 for as many as come."""
        asked_over_http(self.port, "POST", f"/limit?{per_minute}")

    def forget(self) -> None:
        """Begins anew."""
        asked_over_http(self.port, "POST", "/forget")


@contextmanager
def slack() -> Iterator[Slack]:
    """The stand-in, running."""
    with ready("benchmarks.lean") as port:
        yield Slack(port)


@contextmanager
def program(database_url: str, where: Slack, **settings: str) -> Iterator["Running"]:
    """This program as an operator runs it, over HTTP, on a database that is there already."""
    port = free_port()
    environment = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": where.api_url,
        "COOP_TRANSPORT": "http",
        "COOP_PORT": str(port),
        "DATABASE_URL": plain(database_url),
        **settings,
    }
    began = perf_counter()
    command = [sys.executable, "-m", "bot", "run"]
    with _spawned(command, environment) as process:
        _wait_until(lambda: _is_ready(port), process)
        yield Running(process, port, perf_counter() - began)


class Running:
    """A program that is ready, and how many seconds that took."""

    def __init__(self, process: subprocess.Popen[str], port: int, took: float) -> None:
        self.process = process
        self.port = port
        self.took = took

    def resident(self) -> float:
        """Megabytes of memory that it holds, by the kernel's own account."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@contextmanager
def ready(module: str, *words: str, **environment: str) -> Iterator[int]:
    """One of our own modules as a process: it writes `ready PORT`, and stops when its standard input ends."""
    with _spawned([sys.executable, "-m", module, *words], environment) as process:
        assert process.stdout is not None
        line = process.stdout.readline().split()
        if line[:1] != ["ready"]:
            raise RuntimeError(f"{module} did not start: {' '.join(line)}")
        yield int(line[1])


def done(module: str, *words: str, **environment: str) -> dict[str, Any]:
    """What a module of ours says as JSON, in the last line of what it writes, when it has done its work."""
    command = [sys.executable, "-m", module, *words]
    ran = subprocess.run(
        command, cwd=ROOT, env=_environment(environment), stdout=subprocess.PIPE, text=True, check=True
    )
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


def asked_over_http(port: int, method: str, path: str) -> tuple[int, bytes]:
    """One request, and its answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(own: dict[str, str]) -> dict[str, str]:
    """What a process is started with. Where it was loaded before, it is not compiled anew, as an operator's is not."""
    return {**{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}, **own}


@contextmanager
def _spawned(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("BENCH_SHOUT") else subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _is_ready(port: int) -> bool:
    try:
        return asked_over_http(port, "GET", "/readyz")[0] == http.client.OK
    except OSError:
        return False


def _wait_until(is_so: Any, process: subprocess.Popen[str]) -> None:
    until = perf_counter() + PATIENCE
    while not is_so():
        if process.poll() is not None or perf_counter() > until:
            raise RuntimeError(f"{' '.join(map(str, process.args))} did not get ready")  # type: ignore[arg-type]
        sleep(0.01)
