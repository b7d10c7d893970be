"""A pytest plugin: tests reach this machine and nothing beyond it.

An audit hook sees every connection and every look-up that Python makes, the libraries' own included, and
refuses what leaves. It cannot be taken off again, and need not be. Child processes and C libraries escape it.
"""

import ipaddress
import sys
from typing import Any

import pytest


class OutsideError(RuntimeError):
    """A test tried to reach something that is not this machine."""


def pytest_configure(config: pytest.Config) -> None:
    """Close the door before the first test is collected."""
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        _refuse_unless_here(address[0] if isinstance(address, tuple) else None)
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        _refuse_unless_here(arguments[0])


def _refuse_unless_here(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name and name != "localhost" and not _is_loopback(name):
        raise OutsideError(f"tests stay on this machine, and one tried to reach {name}")


def _is_loopback(name: str) -> bool:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
