"""Files that were uploaded: their bytes, and how Slack tells of them. State only."""

import base64
import mimetypes
import re
import secrets
from dataclasses import dataclass
from urllib.parse import quote

from emulator.store import Store
from emulator.wire import JSON, Refused

ID_IN_A_LINK = re.compile(r"\bF0[0-9A-F]{10}\b")
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@dataclass(slots=True)
class File:
    """A file: announced first, then uploaded, then completed (which may share it), ready a moment later.

    `length` is the size that Slack tells of; what a person sends may say more than `content` holds.
    """

    id: str
    name: str
    length: int
    user: str
    created: int
    title: str = ""
    alt_text: str = ""
    type: str = ""
    content: bytes | None = None
    completed: bool = False
    ready: bool = False
    ticket: str = ""

    @property
    def mimetype(self) -> str:
        """What sort of file it is; told by its name unless its sender told."""
        return self.type or mimetypes.guess_type(self.name)[0] or "application/octet-stream"


class Files:
    """All files of the workspace."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._files: dict[str, File] = {}
        self._tickets: dict[str, str] = {}
        for key, saved in store.all("file"):
            content = base64.b64decode(saved.pop("content"))
            self._files[key] = File(**saved, content=content, completed=True, ready=True)

    def announce(self, name: str, length: int, user: str, created: int, alt_text: str = "") -> File:
        """A file to come, and the ticket with which it is uploaded."""
        file = File(_fresh_id(), name, length, user, created, name, alt_text)
        file.ticket = secrets.token_urlsafe(18)
        self._files[file.id], self._tickets[file.ticket] = file, file.id
        return file

    def upload(self, ticket: str, content: bytes) -> File:
        """The bytes have come; Refused where nobody announced them, or others."""
        file = self.get(self._tickets.get(ticket, ""))
        if len(content) != file.length:
            raise Refused("upload_size_mismatch")
        file.content = content
        return file

    def add(self, file: File) -> File:
        """A file that a person sends: all there, and ready at once."""
        file.completed = file.ready = True
        self._files[file.id] = file
        self.keep(file)
        return file

    def get(self, file_id: str) -> File:
        """By id; Refused("file_not_found")."""
        if file_id not in self._files:
            raise Refused("file_not_found")
        return self._files[file_id]

    def is_ready(self, reference: JSON) -> bool:
        """Whether a block may show it by now, named as `slack_file` names it: by id or by link."""
        found = ID_IN_A_LINK.search(str(reference.get("url", "")))
        file = self._files.get(found.group() if found else str(reference.get("id")))
        return file is not None and file.ready

    def keep(self, file: File) -> None:
        """Keep a completed file."""
        body = {"id": file.id, "name": file.name, "length": file.length, "user": file.user, "type": file.type}
        content = base64.b64encode(file.content or b"").decode()
        words = {"created": file.created, "title": file.title, "alt_text": file.alt_text}
        self._store.put("file", file.id, {**body, **words, "content": content})

    def delete(self, file_id: str) -> None:
        """Gone for good."""
        self._tickets.pop(self.get(file_id).ticket, None)
        del self._files[file_id]
        self._store.drop("file", file_id)


def sent_file(user: str, name: str, content: bytes, created: int, mimetype: str | None, size: int | None) -> File:
    """A file as a person sends it; `size` may claim more than there is."""
    length = len(content) if size is None else size
    return File(_fresh_id(), name, length, user, created, name, type=mimetype or "", content=content)


def _fresh_id() -> str:
    return "F0" + secrets.token_hex(5).upper()


def file_object(file: File, url: str, team_id: str) -> JSON:
    """The file object; without a mimetype until it is ready (slack.md §9)."""
    suffix = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    private = f"{url}/files-pri/{team_id}-{file.id}"
    name = quote(file.name, safe="")
    shown = {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype if file.ready else "",
        "filetype": suffix if file.ready else "",
        "size": file.length,
        "user": file.user,
        "user_team": team_id,
        "mode": "hosted",
        "editable": False,
        "is_external": False,
        "is_public": False,
        "file_access": "visible",
        "url_private": f"{private}/{name}",
        "url_private_download": f"{private}/download/{name}",
        "permalink": f"{url}/files/{file.user}/{file.id}/{name}",
    }
    return {**shown, "alt_txt": file.alt_text} if file.alt_text else shown
