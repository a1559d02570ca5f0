"""A backend for the real package `keyring`: remembers, is locked, fails, or waits for somebody at a window."""

import threading
from dataclasses import dataclass, field

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


@dataclass
class Chest:
    """What is in the keyring, and how it behaves."""

    kept: dict[tuple[str, str], str] = field(default_factory=dict)
    mood: str = "open"
    typed: threading.Event = field(default_factory=threading.Event)

    def enter(self) -> None:
        if self.mood == "locked":
            raise KeyringLocked("Failed to unlock the collection!")
        if self.mood == "broken":
            raise OSError("org.freedesktop.DBus.Error.ServiceUnknown")
        if self.mood == "waits":
            self.typed.wait(60)


class FakeKeyring(KeyringBackend):
    priority = 1.0  # type: ignore[assignment]

    def __init__(self, chest: Chest) -> None:
        super().__init__()
        self.chest = chest

    def get_password(self, service: str, username: str) -> str | None:
        self.chest.enter()
        return self.chest.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.chest.enter()
        self.chest.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.chest.enter()
        if self.chest.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")
