"""What the user sees: steps with times, child processes with a heartbeat, errors that say what to do."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from launcher.places import LOGS, ROOT

HEARTBEAT_SECONDS = 15
_print_lock = threading.Lock()


class LaunchError(Exception):
    """Something the user can put right: what went wrong, where, and what to do."""

    def __init__(self, what: str, where: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.todo = what, where, todo

    def text(self) -> str:
        lines = [f"Constabulary stopped: {self.what}"]
        if self.where:
            lines.append(f"  Where:      {self.where}")
        if self.todo:
            lines.append(f"  What to do: {self.todo}")
        return "\n".join(lines)


def say(text: str = "") -> None:
    with _print_lock:
        print(text, flush=True)


def complain(text: str) -> None:
    with _print_lock:
        print(text, file=sys.stderr, flush=True)


@contextmanager
def step(label: str):
    """One named step: says when it starts, and when it ends how long it took."""
    say(f"  {label} …")
    start = time.monotonic()
    try:
        yield
    except BaseException:
        say(f"  {label}: stopped after {time.monotonic() - start:.1f} s")
        raise
    say(f"  {label}: done in {time.monotonic() - start:.1f} s")


# What a failed child's output means, in words a reader can act on.
KNOWN_FAILURES: tuple[tuple[str, str, str], ...] = (
    (
        r"No space left on device|ENOSPC|disk full|could not extend file",
        "the disk is full",
        "free some space (about 4 GB are needed), then run the same command again; finished steps are kept",
    ),
    (
        r"Temporary failure in name resolution|Temporary failure resolving|Could not resolve"
        r"|Name or service not known|Network is unreachable|Connection refused|Connection timed out"
        r"|NewConnectionError|Failed to fetch"
        r"|Max retries exceeded|Could not connect|No route to host",
        "the network did not answer",
        "check the connection (or the proxy settings of pip and apt), then run the same command again;"
        " finished steps are kept",
    ),
    (
        r"Permission denied",
        "a file or directory may not be written",
        "check who owns the checkout; var/ and .venv/ must belong to the user who runs this",
    ),
    (
        r"Address already in use",
        "a network port is taken",
        "choose another with --port, or stop the program that uses it",
    ),
)


def diagnose(output: str) -> tuple[str, str] | None:
    """Recognise a failure in a child's output: (what, what to do) or None."""
    for pattern, what, todo in KNOWN_FAILURES:
        if re.search(pattern, output, re.IGNORECASE):
            return what, todo
    return None


def last_line(path: Path) -> str:
    """The last non-empty line of a log, shortened for the heartbeat."""
    try:
        with path.open("rb") as log:
            log.seek(0, 2)
            log.seek(max(0, log.tell() - 2000))
            lines = [line for line in log.read().decode("utf-8", "replace").splitlines() if line.strip()]
    except OSError:
        return ""
    return lines[-1].strip()[:100] if lines else ""


def log_path(name: str) -> Path:
    LOGS.mkdir(parents=True, exist_ok=True)
    return LOGS / f"{name}.log"


def run_logged(
    name: str,
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    check: bool = True,
) -> int:
    """Run a child with its output in ``var/log/NAME.log``; a line every 15 s shows that it lives.

    Raises LaunchError with a diagnosis and the end of the log when it fails and ``check`` is set.
    """
    path = log_path(name)
    start = time.monotonic()
    with path.open("wb") as log:
        child = subprocess.Popen(
            [str(part) for part in command], stdout=log, stderr=subprocess.STDOUT, env=env, cwd=cwd or ROOT
        )
        try:
            while True:
                try:
                    code = child.wait(HEARTBEAT_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    say(f"    … {time.monotonic() - start:.0f} s: {last_line(path)}")
        except BaseException:
            child.terminate()
            child.wait(20)
            raise
    if code and check:
        raise failed(name, path, code)
    return code


def failed(name: str, path: Path, code: int) -> LaunchError:
    """The error for a child that failed: a diagnosis where there is one, else the end of its log."""
    text = path.read_text("utf-8", "replace")
    known = diagnose(text[-20000:])
    shown = text.splitlines()[-3 if known else -12 :]
    tail = "\n    ".join(line[:160] for line in shown)
    what, todo = known or (
        f"the step '{name}' failed (exit code {code})",
        "read the log; run the command again",
    )
    return LaunchError(f"{what}\n    {tail}", str(path), todo)
