"""Styles and the drawing operators they make. All coordinates are points from the bottom left of A4."""

import unicodedata
from functools import lru_cache

from .fonts import BOLD, REGULAR, Face

WIDTH, HEIGHT = 595.28, 841.89
MARGIN = 42.0
RIGHT = WIDTH - MARGIN
# Fill operators; the same in capitals draws lines.
NAVY, TEXT, SOFT, PANEL, LINE, WHITE = ".06 .14 .29 rg", ".1 g", ".32 g", ".93 .95 .97 rg", ".82 g", "1 g"
AMBER, PALE_AMBER, GREEN, RED = ".55 .24 .05 rg", "1 .96 .88 rg", ".05 .38 .23 rg", ".64 .07 .07 rg"


@lru_cache(maxsize=8192)
def _hex(text: str) -> str:
    """UTF-16 code units of composed text; most labels come again on every payslip."""
    return unicodedata.normalize("NFC", text).encode("utf-16-be").hex()


class Style:
    """A face, a size and a colour. Methods return PDF operators as text."""

    __slots__ = ("_prefix", "_units", "size")

    def __init__(self, face: Face, size: float, colour: str = TEXT) -> None:
        self.size = size
        self._units = face.width
        self._prefix = f"BT/{face.key} {size:g} Tf {colour} "

    def width(self, text: str) -> float:
        """Width in points."""
        return self._units(text) * self.size

    def at(self, x: float, y: float, text: str) -> str:
        """Text starting at ``x``."""
        return f"{self._prefix}{x:.1f} {y:.1f} Td<{_hex(text)}>Tj ET\n"

    def right(self, x: float, y: float, text: str) -> str:
        """Text ending at ``x``."""
        return self.at(x - self.width(text), y, text)

    def _fits(self, text: str, width: float) -> bool:
        """Short text needs no measuring: no letter is wider than its size."""
        return len(text) * self.size <= width or self._units(text) * self.size <= width

    def wrap(self, text: str, width: float) -> list[str]:
        """Lines no wider than ``width``; words longer than a line are broken."""
        if self._fits(text, width) and "\n" not in text:
            return [text]
        return [line for part in text.split("\n") for line in self._wrap_words(part.split(), width)] or [""]

    def _wrap_words(self, words: list[str], width: float) -> list[str]:
        lines: list[str] = []
        current = ""
        for word in words:
            candidate = f"{current} {word}" if current else word
            if self.width(candidate) <= width:
                current = candidate
                continue
            if current:
                lines.append(current)
            while self.width(word) > width:
                cut = self._longest(word, width)
                lines.append(word[:cut])
                word = word[cut:]
            current = word
        return [*lines, current] if current or not lines else lines

    def _longest(self, word: str, width: float) -> int:
        cut = len(word)
        while cut > 1 and self.width(word[:cut]) > width:
            cut -= 1
        return cut

    def fit(self, text: str, width: float) -> str:
        """The text, or its beginning with an ellipsis when it is too wide."""
        if self._fits(text, width):
            return text
        cut = self._longest(text + "…", width - self.width("…"))
        return text[:cut].rstrip() + "…"


@lru_cache(maxsize=64)
def style(bold: bool, size: float, colour: str = TEXT) -> Style:
    """The one Style of these properties."""
    return Style(BOLD if bold else REGULAR, size, colour)


def box(x: float, y: float, width: float, height: float, colour: str) -> str:
    """A filled rectangle."""
    return f"{colour} {x:.1f} {y:.1f} {width:.1f} {height:.1f} re f\n"


@lru_cache(maxsize=512)
def _corners(width: float, height: float, radius: float) -> str:
    k, r = radius * 0.4477, radius
    points = (
        f"{r:.1f} 0 m {width - r:.1f} 0 l",
        f"{width - k:.1f} 0 {width:.1f} {k:.1f} {width:.1f} {r:.1f} c",
        f"{width:.1f} {height - r:.1f} l",
        f"{width:.1f} {height - k:.1f} {width - k:.1f} {height:.1f} {width - r:.1f} {height:.1f} c",
        f"{r:.1f} {height:.1f} l",
        f"{k:.1f} {height:.1f} 0 {height - k:.1f} 0 {height - r:.1f} c",
        f"0 {r:.1f} l",
        f"0 {k:.1f} {k:.1f} 0 {r:.1f} 0 c f",
    )
    return " ".join(points)


def round_box(x: float, y: float, width: float, height: float, colour: str, radius: float = 4) -> str:
    """A filled rectangle with round corners."""
    return f"q {colour} 1 0 0 1 {x:.1f} {y:.1f} cm {_corners(width, height, radius)} Q\n"


def rule(x: float, y: float, width: float, colour: str = LINE, thickness: float = 0.5) -> str:
    """A horizontal line."""
    return f"{colour.upper()} {thickness:g} w {x:.1f} {y:.1f} m {x + width:.1f} {y:.1f} l S\n"
