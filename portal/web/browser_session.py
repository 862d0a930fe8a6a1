"""What one browser said so far, on the server-side store. Read only when asked for, written only when changed."""

import json
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask.sessions import SessionMixin

from portal.accounts import sessions
from portal.accounts.kinds import Audience
from portal.accounts.sessions import IDLE_MINUTES, MORE_TIME_MINUTES, SHARED_MINUTES
from portal.core import clock
from portal.extensions import db

SHARED = "shared-device"


class BrowserSession(SessionMixin):
    """Flask's session. Values are plain JSON; a change inside a list or dictionary in it is noticed too."""

    def __init__(self, audience: Audience, token: str | None, *, looks: bool = True) -> None:
        """`token` is the cookie's; `looks` says that the request only shows a page."""
        self.audience = audience
        self.token = self.sent = token
        self.worker_id: uuid.UUID | None = None
        self.idle_minutes = IDLE_MINUTES[audience]
        self.loaded = False
        self.ended = False
        self.staged = False
        self._expired = False
        self._looks = looks
        self._seen = False  # long enough ago to be written down
        self._spent: list[str] = []
        self._data: dict[str, Any] = {}
        self._stored = self._text()

    def __getitem__(self, key: str) -> Any:
        return self._content()[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._content()[key] = value

    def __delitem__(self, key: str) -> None:
        del self._content()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._content())

    def __len__(self) -> int:
        return len(self._content())

    @property
    def expired(self) -> bool:
        """Whether the browser came with a token that opens nothing any more: away too long, or ended elsewhere."""
        self._content()
        return self._expired

    @property
    def name(self) -> str | None:
        """What the store calls this session, to find it in a list. Opens nothing."""
        return sessions.name_of(self.token) if self.token else None

    def rotate(self, *, worker_id: uuid.UUID | None = None) -> None:
        """Keep the content under a new token, because this browser is trusted with more from now on."""
        self._content().pop("csrf_token", None)
        self._spend_token()
        self.worker_id = worker_id

    def end(self) -> None:
        """Forget everything: the row is deleted, and the cookie expires with this response."""
        self._spend_token()
        self.loaded, self.ended, self._expired = True, True, False
        self._data, self.worker_id, self.idle_minutes = {}, None, IDLE_MINUTES[self.audience]

    def give_more_time(self) -> None:
        """Sixty idle minutes instead of twenty, for a person who asked. A worker's limit stays."""
        self._content()
        if self.audience is Audience.PERSON:
            self.idle_minutes = IDLE_MINUTES[self.audience] if self.is_shared else MORE_TIME_MINUTES

    @property
    def is_shared(self) -> bool:
        """Whether other people use this device. No, while nobody has read the session: asking must not read it."""
        return bool(self._data.get(SHARED))

    def share(self, *, shared: bool) -> None:
        """Other people use this device: five idle minutes. Twenty for somebody who needs more time as well."""
        usual = IDLE_MINUTES[self.audience]
        content = self._content()
        if not shared:
            content.pop(SHARED, None)
            self.idle_minutes = max(self.idle_minutes, usual)
            return
        content[SHARED] = True
        self.idle_minutes = usual if self.idle_minutes > usual else SHARED_MINUTES

    def has_news(self) -> bool:
        """Whether the store has to be told anything."""
        return bool(self._spent) or self._seen or self._stored != self._text()

    def store(self) -> None:
        """Write the news in the transaction that is open. Raises Unavailable when the database does not answer."""
        with sessions.or_unavailable():
            for token in self._spent:
                sessions.end(db.session, token)
            self._write(clock.now())
        self._spent, self._seen, self._stored = [], False, self._text()

    def stage(self) -> None:
        """Store in the transaction that is about to commit: a draft and what became of it stand or fall together."""
        if self.has_news():
            self.staged = True
            self.store()

    def _content(self) -> dict[str, Any]:
        if not self.loaded:
            self.loaded = True
            if self.token:
                self._load(self.token)
        return self._data

    def _load(self, token: str) -> None:
        at = clock.now()
        with sessions.or_unavailable():
            found = sessions.load(db.session, token, audience=self.audience, at=at, hold=not self._looks)
        if found is None:
            self._expired = True
            self._spend_token()
            return
        self._data, self.worker_id, self.idle_minutes = found.data, found.worker_id, found.idle_minutes
        self._seen = not self._looks or found.was_seen_long_ago(at)
        self._stored = self._text()

    def _write(self, at: datetime) -> None:
        if self.token is None:
            self._open(at)
        elif not self._keep(self.token, at):
            # It was ended elsewhere while this request ran. It must not come back to life.
            self.token, self._data = None, {}

    def _open(self, at: datetime) -> None:
        if self._data:
            self.token = sessions.open_session(
                db.session,
                self.audience,
                data=self._data,
                worker_id=self.worker_id,
                idle_minutes=self.idle_minutes,
                at=at,
            )

    def _keep(self, token: str, at: datetime) -> bool:
        if self._stored == self._text():  # two pages at once: the one that changed nothing must not undo the other
            return sessions.see(db.session, token, at=at)
        return sessions.save(db.session, token, self._data, idle_minutes=self.idle_minutes, at=at)

    def _spend_token(self) -> None:
        if self.token:
            self._spent.append(self.token)
        self.token = None

    def _text(self) -> str:
        return json.dumps([self._data, self.idle_minutes], sort_keys=True)
