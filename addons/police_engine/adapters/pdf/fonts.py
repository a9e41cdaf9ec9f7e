"""The two faces used in every PDF, as reportlab reads them from ``fonts/*.ttf``.

Text is written as UTF-16 code units (Identity-H); a map in the file leads from them to glyphs. So pages
do not depend on the subset: a page drawn once fits the small one (the letters nearly every payslip
needs) and the full one. A character the font lacks shows as a box but is still read and copied right.
"""

import zlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import TTFontFile

_FOLDER = Path(__file__).parent / "fonts"
_SMALL = [*range(0x20, 0x7F), *map(ord, "\u00a0£§©·×÷–—‘’“”•…†→≤≥−")]
SMALL = frozenset(map(chr, _SMALL))


class Embedded(NamedTuple):
    """What goes into the file for one subset of one face."""

    program: bytes  # deflated TrueType
    length: int  # before deflation
    glyphs: bytes  # deflated CIDToGIDMap: two bytes a code point
    widths: str  # body of the PDF W array, thousandths of the size


class _Widths(dict):
    """Character -> width in units of the size; the box of a missing one is as wide as a question mark."""

    def __missing__(self, character: str) -> float:
        return self["?"]


class Face:
    """One weight. ``width(text)`` is in units of the size."""

    def __init__(self, key: str, name: str, file: str) -> None:
        self.key, self.name = key, name
        self._font = TTFontFile(str(_FOLDER / file))
        known = self._font.charToGlyph
        self._full = sorted(code for code in known if 0x20 <= code < 0xFEFF)
        self._small = [code for code in _SMALL if code in known]
        widths = _Widths({chr(code): self._font.charWidths[code] / 1000 for code in self._full})
        self.width = lru_cache(maxsize=8192)(lambda text: sum(map(widths.__getitem__, text)))

    @property
    def descriptor(self) -> str:
        """Entries of the PDF font descriptor apart from the font file."""
        font = self._font
        box = " ".join(str(round(edge)) for edge in font.bbox)
        return (
            f"/FontName/{self.name}/Flags 32/FontBBox[{box}]/ItalicAngle 0/Ascent {round(font.ascent)}"
            f"/Descent {round(font.descent)}/CapHeight {round(font.capHeight)}/StemV {font.stemV}"
        )

    def embed(self, full: bool) -> Embedded:
        """The small or the full subset; made once a process."""
        return _embedded(self.key, full)

    def make(self, full: bool) -> Embedded:
        """Subset the face; see :meth:`embed`."""
        codes = self._full if full else self._small
        program = self._font.makeSubset(codes)
        order: dict[int, int] = {0: 0}  # glyph numbers as makeSubset gives them: in order of first use
        glyphs = bytearray(2 * (max(codes) + 1))
        for code in codes:
            number = order.setdefault(self._font.charToGlyph[code], len(order))
            glyphs[2 * code : 2 * code + 2] = number.to_bytes(2, "big")
        widths = " ".join(f"{code}[{round(self._font.charWidths[code])}]" for code in codes)
        return Embedded(zlib.compress(program, 9), len(program), zlib.compress(bytes(glyphs), 9), widths)


TO_UNICODE = zlib.compress(
    b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    b"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
    b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
    + b"".join(
        b"%d beginbfrange\n" % len(block)
        + b"".join(b"<%02x00> <%02xff> <%02x00>\n" % (high, high, high) for high in block)
        + b"endbfrange\n"
        for block in (range(0, 100), range(100, 200), range(200, 256))
    )
    + b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend",
    9,
)
REGULAR = Face("R", "CNSTAA+Roboto-Regular", "roboto-regular.ttf")
BOLD = Face("B", "CNSTAB+Roboto-Bold", "roboto-bold.ttf")
FACES = (REGULAR, BOLD)


@lru_cache(maxsize=4)
def _embedded(key: str, full: bool) -> Embedded:
    return next(face for face in FACES if face.key == key).make(full)
