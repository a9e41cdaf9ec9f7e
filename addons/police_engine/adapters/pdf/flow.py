"""Filling pages from top to bottom: a cursor, page breaks, tables, footers."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from .ink import HEIGHT, LINE, MARGIN, NAVY, PANEL, RIGHT, SOFT, Style, box, rule, style
from .tagged import Part

TOP, BOTTOM = HEIGHT - 40.0, 52.0
_COLUMN, _ROW = "/A<</O/Table/Scope/Column>>", "/A<</O/Table/Scope/Row>>"
_SMALL, _NOTE = style(False, 7, SOFT), style(False, 8, SOFT)
_HEAD, _SECTION = style(True, 7.5, SOFT), style(True, 10.5, NAVY)
_INKS = (style(False, 8.75), style(True, 8.75))  # ordinary, strong
_SMALL_INKS = (style(False, 7.6), style(True, 7.6))


class Column(NamedTuple):
    """``x`` is the left edge, or the right edge of a right-aligned column; ``width`` limits wrapped text."""

    heading: str
    x: float
    width: float
    right: bool = False


class Row(NamedTuple):
    """Cells of a table; ``strong`` rows are totals, drawn bold over a line."""

    cells: Sequence[str]
    strong: bool = False


class Flow:
    """A part being filled. ``continued`` is written at the top of every page but the first."""

    __slots__ = ("bottom", "continued", "part", "y")

    def __init__(self, part: Part, continued: str) -> None:
        self.part, self.continued, self.bottom = part, continued, BOTTOM
        self.y = TOP
        self.part.new_page()

    def turn(self) -> None:
        """Next page, with its small running head."""
        self.part.new_page()
        self.y = TOP
        running = _NOTE.fit(self.continued, RIGHT - MARGIN)
        self.part.artifact(_NOTE.at(MARGIN, self.y - 8, running) + rule(MARGIN, self.y - 14, RIGHT - MARGIN))
        self.y -= 30

    def need(self, height: float) -> None:
        """Turn the page unless ``height`` points are left."""
        if self.y - height < self.bottom:
            self.turn()

    def heading(self, text: str, tag: str = "H2", parent: int = 0, keep: float = 60) -> None:
        """A section heading, kept with ``keep`` points of what follows."""
        self.need(keep)
        self.part.leaf(tag, parent, _SECTION.at(MARGIN, self.y - 10, text))
        self.y -= 17

    def paragraph(
        self,
        text: str,
        *,
        bold: bool = False,
        size: float = 8.75,
        colour: str | None = None,
        x: float = MARGIN,
        width: float = RIGHT - MARGIN,
        parent: int = 0,
        gap: float = 3,
    ) -> None:
        """Wrapped text as one P; a paragraph longer than a page is broken between lines."""
        ink = style(bold, size, colour) if colour else style(bold, size)
        lines, step = ink.wrap(text, width), size * 1.35
        while lines:
            self.need(step)
            fitting = max(1, int((self.y - self.bottom) / step))
            now, lines = lines[:fitting], lines[fitting:]
            self.part.leaf(
                "P",
                parent,
                "".join(ink.at(x, self.y - size - i * step, line + " ") for i, line in enumerate(now)),
            )
            self.y -= step * len(now)
        self.y -= gap

    def table(
        self, columns: Sequence[Column], rows: Iterable[Row], parent: int = 0, *, small: bool = False
    ) -> None:
        """A table with its heading row repeated on every page; cells wrap within their column."""
        inks = _SMALL_INKS if small else _INKS
        table = self.part.group("Table", parent)
        self.need(34)
        self._table_head(columns, table)
        rules: list[str] = []
        for row in rows:
            self._table_row(columns, row, table, rules, inks[row.strong])
        self.part.artifact("".join(rules))
        self.y -= 6

    def _table_head(self, columns: Sequence[Column], table: int | None) -> None:
        """Heading row; as an artifact (``table`` None) when it only repeats one above."""
        bottom = self.y - 15
        self.part.artifact(box(MARGIN, bottom, RIGHT - MARGIN, 15, PANEL))
        row = self.part.group("TR", table) if table is not None else None
        for column in columns:
            draw = _HEAD.right if column.right else _HEAD.at
            operators = draw(column.x, bottom + 4.6, column.heading)
            if row is None:
                self.part.artifact(operators)
            else:
                self.part.leaf("TH", row, operators, _COLUMN)
        self.y = bottom

    def _table_row(
        self, columns: Sequence[Column], row: Row, table: int, rules: list[str], ink: Style
    ) -> None:
        wrapped = [
            [text] if column.right else ink.wrap(text, column.width)
            for column, text in zip(columns, row.cells, strict=True)
        ]
        height = 4.2 + 10.6 * max(map(len, wrapped))
        if self.y - height < self.bottom:
            self.part.artifact("".join(rules))
            rules.clear()
            self.turn()
            self._table_head(columns, None)
        part, top = self.part, self.y - 10.4
        rules.append(
            rule(MARGIN, self.y, RIGHT - MARGIN, NAVY, 0.9)
            if row.strong
            else rule(MARGIN, self.y - height, RIGHT - MARGIN, LINE, 0.4)
        )
        self.y -= height
        line = part.group("TR", table)
        tag, attributes = "TH", _ROW
        for column, texts in zip(columns, wrapped, strict=True):
            if texts == [""]:
                part.group("TD", line)
            else:
                draw = ink.right if column.right else ink.at
                operators = draw(column.x, top, texts[0])
                for extra in range(1, len(texts)):
                    operators += draw(column.x, top - 10.6 * extra, texts[extra])
                part.leaf(tag, line, operators, attributes)
            tag, attributes = "TD", ""

    def footers(self, text: str, number: Callable[[int, int], str] | None = None) -> None:
        """Rule, small print and page number on every page, as artifacts."""
        count = self.part.page_count
        for page in range(count):
            label = number(page + 1, count) if number else f"Page {page + 1} of {count}"
            self.part.artifact(
                rule(MARGIN, 38, RIGHT - MARGIN)
                + _SMALL.at(MARGIN, 28, _SMALL.fit(text, 420))
                + _SMALL.right(RIGHT, 28, label),
                page,
            )
