"""Which tokens are good, and for what."""

from dataclasses import dataclass

from emulator.app import InstalledApp
from emulator.wire import Refused


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the holder of a token and of its scopes."""

    token: str
    is_app_level: bool
    scopes: frozenset[str]

    def need(self, *any_of: str) -> None:
        """Refused("missing_scope") unless one of the scopes was granted."""
        if any_of and not self.scopes.intersection(any_of):
            provided = ",".join(sorted(self.scopes))
            raise Refused("missing_scope", needed=",".join(any_of), provided=provided)


class Tokens:
    """The registry. Revoked tokens are remembered as such."""

    def __init__(self, app: InstalledApp) -> None:
        self._good = {
            app.bot_token: Caller(app.bot_token, False, app.scopes),
            app.app_token: Caller(app.app_token, True, frozenset({"connections:write"})),
        }
        self._revoked: dict[str, str] = {}

    def revoke(self, token: str, error: str = "token_revoked") -> None:
        """From now on the token gets this error ("account_inactive" after an uninstall)."""
        self._revoked[token] = error

    def restore(self, token: str) -> None:
        """The token is good again."""
        self._revoked.pop(token, None)

    def grant(self, token: str, scopes: frozenset[str]) -> None:
        """A bot token with just these scopes, beside or in place of what there is."""
        self._good[token] = Caller(token, False, scopes)

    def caller(self, token: str, *, app_level: bool) -> Caller:
        """Whose token it is; Refused with Slack's codes where it is no good for this method."""
        if not token:
            raise Refused("not_authed")
        if token in self._revoked:
            raise Refused(self._revoked[token])
        caller = self._good.get(token)
        if caller is None:
            raise Refused("invalid_auth")
        if caller.is_app_level is not app_level:
            raise Refused("not_allowed_token_type")
        return caller
