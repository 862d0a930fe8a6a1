"""What one running process is made of: its settings, its vault, its pack and its calendar."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from portal.config import Settings
from portal.core.calendars import Calendar
from portal.letters import LetterSet
from portal.notifications.ports import Ports
from portal.policies.pack import Organisation, Pack
from portal.policies.pack.letters_file import routes_of
from portal.vault import Vault

KEY = "candour"


@dataclass(frozen=True, slots=True)
class Installation:
    """One charity's Candour."""

    settings: Settings
    vault: Vault
    pack: Pack
    calendar: Calendar
    ports: Ports

    @property
    def organisation(self) -> Organisation:
        """The controller this portal speaks for."""
        return self.pack.organisation

    @property
    def letters(self) -> LetterSet:
        """What our letters are written from."""
        return LetterSet(self.pack.letters, routes_of(self.organisation))

    @property
    def exit_url(self) -> str:
        """Where Exit goes: the setting, else the pack's choice."""
        return self.settings.exit_url or self.organisation.exit_url


def installation() -> Installation:
    """The installation of the current app."""
    return cast(Installation, current_app.extensions[KEY])
