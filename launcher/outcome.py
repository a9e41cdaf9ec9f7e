"""What a suite of tests came to."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """Counts and, for each failure, what a developer needs to see."""

    passed: int = 0
    failed: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.notes += other.notes

    def fault(self, note: str) -> None:
        self.failed += 1
        self.notes.append(note)

    def last_line(self) -> str:
        return f"{self.passed} passed, {self.failed} failed"
