"""Which steps are finished. A stamp is written only after its step, so a broken step is done again."""

import fcntl
from contextlib import contextmanager

from launcher.places import STAMPS, VAR
from launcher.ui import say


def is_done(name: str, key: str) -> bool:
    """True when the step ended well with the same key (a hash of the pins and inputs it depends on)."""
    try:
        return (STAMPS / name).read_text(encoding="utf-8") == key
    except OSError:
        return False


def mark(name: str, key: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(key, encoding="utf-8")


def clear(name: str) -> None:
    (STAMPS / name).unlink(missing_ok=True)


_held = False


@contextmanager
def only_one():
    """Two launchers in one checkout take turns at preparing; the second waits and then finds things ready.

    Within one launcher it may be asked for again (a database that needs another one first).
    """
    global _held
    if _held:
        yield
        return
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  Another ./constabulary is preparing this checkout; waiting for it …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        _held = True
        try:
            yield
        finally:
            _held = False
