"""Tests stay on this machine."""

import socket

import aiohttp
import pytest

from tests.sockets import OutsideError


def test_a_look_up_of_another_machine_is_refused() -> None:
    with pytest.raises(OutsideError, match=r"slack\.com"):
        socket.getaddrinfo("slack.com", 443)


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as outward, pytest.raises(OutsideError, match=r"192\.0\.2\.1"):
        outward.connect(("192.0.2.1", 80))


async def test_a_library_is_held_to_it_too() -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(OutsideError):
            await session.get("https://slack.com/api/api.test")


async def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as near:
        near.connect(server.getsockname())
        assert near.getpeername() == server.getsockname()
