"""Steps of the demo month with their seconds, printed as they happen."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Steps:
    """``with steps("Importing people"): ...`` prints the name, then the seconds it took."""

    quiet: bool = False
    seconds: dict[str, float] = field(default_factory=dict)
    parts: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        self._say(f"  {name:<58}")
        begun = time.perf_counter()
        yield
        took = time.perf_counter() - begun
        self.seconds[name] = round(took, 2)
        self._say(f"{took:7.1f} s\n")

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Seconds of a part of a step, added up over the month; nothing is printed."""
        begun = time.perf_counter()
        yield
        self.parts[name] = round(self.parts.get(name, 0) + time.perf_counter() - begun, 2)

    def _say(self, text: str) -> None:
        if not self.quiet:
            sys.stdout.write(text)
            sys.stdout.flush()
