"""Loopback only: no page from elsewhere may reach the workspace through somebody's browser."""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@web.middleware
async def loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """403 for a foreign Host or Origin, and for what another site's page asks for."""
    if not _is_ours(request):
        return web.json_response({"error": "This workspace talks to its own machine only."}, status=403)
    return await handler(request)


def _is_ours(request: web.Request) -> bool:
    try:
        if urlsplit(f"//{request.headers.get('Host', '')}").hostname not in LOOPBACK:
            return False
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.headers["Host"]:
            return False
    except ValueError:
        return False
    return request.headers.get("Sec-Fetch-Site") != "cross-site" or _is_visit(request)


def _is_visit(request: web.Request) -> bool:
    follows_link = request.headers.get("Sec-Fetch-Mode") == "navigate"
    return follows_link and request.method == "GET" and not request.path.startswith(("/api/", "/page/api/"))
