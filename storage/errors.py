"""What storage refuses: what changed meanwhile, what is not there, and a database that is not ours to open."""

from datetime import datetime


class StorageError(Exception):
    """Something that storage could not do as asked."""


class Unavailable(StorageError):
    """The database cannot be read or written now: it is locked, full, not there, or broken."""


class Damaged(StorageError):
    """A copy of the database is not whole, or not one of a database of ours."""


class Unstorable(StorageError):
    """A value that the database cannot hold; another try would end the same way."""


class AlreadyThere(StorageError):
    """What must be single is there already; nothing was written."""


class Stale(StorageError):
    """The row no longer stands as it was read; nothing was written."""


class NotFound(StorageError):
    """There is no such row."""


class Gone(NotFound):
    """The row was there, and went with somebody who was forgotten."""


class NewerSchema(StorageError):
    """The database was written by a newer version of the program."""


class LedgerShortened(StorageError):
    """The ledger of who was forgotten is missing, or lacks lines that it had: a backup would bring people back."""


class OtherKeys(StorageError):
    """A copy of keys lies where one of others is to be put."""


class LeaseHeld(StorageError):
    """A process on another machine works on this database, and said so less than its lease ago."""

    def __init__(self, until: datetime) -> None:
        super().__init__("another machine works on this database")
        self.until = until


class InUse(StorageError):
    """Another process works on this database."""


class LeaseLost(StorageError):
    """Another process has taken the lease over: this one may not send any more."""
