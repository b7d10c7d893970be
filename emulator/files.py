"""Files that were uploaded: their bytes, and how Slack tells of them. State only."""

import base64
import mimetypes
import secrets
from dataclasses import dataclass

from emulator.store import Store
from emulator.wire import JSON, Refused


@dataclass(slots=True)
class File:
    """A file: announced first, then uploaded, then completed (which may share it), ready a moment later."""

    id: str
    name: str
    length: int
    user: str
    created: int
    title: str = ""
    content: bytes | None = None
    completed: bool = False
    ready: bool = False
    ticket: str = ""


class Files:
    """All files of the workspace."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._files: dict[str, File] = {}
        self._tickets: dict[str, str] = {}
        for key, saved in store.all("file"):
            content = base64.b64decode(saved.pop("content"))
            self._files[key] = File(**saved, content=content, completed=True, ready=True)

    def announce(self, name: str, length: int, user: str, created: int) -> File:
        """A file to come, and the ticket with which it is uploaded."""
        file = File("F0" + secrets.token_hex(5).upper(), name, length, user, created, name)
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

    def get(self, file_id: str) -> File:
        """By id; Refused("file_not_found")."""
        if file_id not in self._files:
            raise Refused("file_not_found")
        return self._files[file_id]

    def is_ready(self, file_id: str) -> bool:
        """Whether a block may show it by now."""
        return file_id in self._files and self._files[file_id].ready

    def keep(self, file: File) -> None:
        """Keep a completed file."""
        body = {"id": file.id, "name": file.name, "length": file.length, "user": file.user}
        content = base64.b64encode(file.content or b"").decode()
        self._store.put("file", file.id, {**body, "created": file.created, "title": file.title, "content": content})

    def delete(self, file_id: str) -> None:
        """Gone for good."""
        self._tickets.pop(self.get(file_id).ticket, None)
        del self._files[file_id]
        self._store.drop("file", file_id)


def file_object(file: File, url: str) -> JSON:
    """The file object; without a mimetype until it is ready (slack.md §9)."""
    suffix = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    link = f"{url}/files/{file.id}/{file.name}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": (mimetypes.guess_type(file.name)[0] or "application/octet-stream") if file.ready else "",
        "filetype": suffix if file.ready else "",
        "size": file.length,
        "user": file.user,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": link,
        "url_private_download": link,
    }
