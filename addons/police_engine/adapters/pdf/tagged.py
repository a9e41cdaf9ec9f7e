"""A tagged PDF 1.7 writer: pages, structure tree, bookmarks, embedded fonts; no clock, no randomness.

reportlab reads and subsets the fonts; its canvas neither tags nor reaches the speed a pay run needs,
so the objects are written here. A :class:`Part` (one payslip, one report) is drawn once and can be put
into any number of files. Objects go into compressed object streams, so tags cost little space.
"""

import hashlib
import zlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from struct import Struct

from .fonts import FACES, TO_UNICODE, Embedded, Face
from .ink import HEIGHT, WIDTH

# Object numbers that are the same in every file.
CATALOG, PAGES, TREE, DOCUMENT, PARENTS, INFO, OUTLINES, METADATA = range(1, 9)
_UNICODE, _FONTS, FIRST_FONT = 9, 10, 11
_FIRST_FREE = 32
_FONT_OBJECTS = 5  # Type0, CIDFont, descriptor, program, map from code points to glyphs
_BRANCH = 64  # children of a node in the page and parent trees
_PAGES_TOGETHER = 1000
_ENTRY = Struct(">BIH")
_LEVEL = 1  # a third of the time of level 6, a fifth more space


class Part:
    """Pages and their structure. Nodes are ``(tag, parent, page, mcid, attributes)``; node 0 is the root."""

    __slots__ = ("_content", "_marks", "full_font", "nodes", "pages", "title")

    def __init__(self, title: str, tag: str = "Sect") -> None:
        self.title = title
        self.full_font = True
        self.pages: list[bytes] = []  # deflated content, filled by close()
        self.nodes: list[tuple[str, int, int, int, str]] = [(tag, -1, -1, -1, "")]
        self._content: list[list[str]] = []
        self._marks: list[int] = []

    @property
    def page_count(self) -> int:
        return len(self._content)

    def new_page(self) -> None:
        """Start the next page."""
        self._content.append([])
        self._marks.append(0)

    def group(self, tag: str, parent: int = 0, attributes: str = "") -> int:
        """A structure element that holds others; returns its number."""
        self.nodes.append((tag, parent, -1, -1, attributes))
        return len(self.nodes) - 1

    def leaf(self, tag: str, parent: int, operators: str, attributes: str = "") -> None:
        """A structure element with marked content on the current page."""
        page = len(self._content) - 1
        mark = self._marks[page]
        self._marks[page] = mark + 1
        self.nodes.append((tag, parent, page, mark, attributes))
        self._content[page].append(f"/{tag}<</MCID {mark}>>BDC\n{operators}EMC\n")

    def artifact(self, operators: str, page: int | None = None) -> None:
        """Decoration, repeated headings and page numbers: not read aloud."""
        self._content[-1 if page is None else page].append(f"/Artifact BMC\n{operators}EMC\n")

    def close(self) -> "Part":
        """Deflate the pages; nothing can be drawn after this."""
        self.pages = [zlib.compress("".join(content).encode("ascii"), _LEVEL) for content in self._content]
        self._content = []
        return self


class TaggedPdf:
    """Collects parts and answers the bytes of the file."""

    def __init__(self, title: str, *, author: str = "", full_font: bool = True) -> None:
        self._title, self._author = title, author
        opening, entries = _opening(full_font)
        self._out: list[bytes] = [opening]
        self._position = len(opening)
        self._entries = dict(entries)
        self._next = _FIRST_FREE
        self._pages: list[int] = []  # page objects
        self._page_nodes: list[int] = []  # reserved Pages nodes, one for _BRANCH pages
        self._page_objects: list[tuple[int, str]] = []  # kept together: readers walk them to find a page
        self._parent_arrays: list[int] = []
        self._roots: list[int] = []
        self._bookmarks: list[tuple[str, int]] = []

    def add(self, part: Part) -> None:
        """Append the pages and structure of a closed part."""
        contents = [self._stream(self._take(), content) for content in part.pages]
        pages = [self._take() for _ in part.pages]
        base = self._next
        self._next += len(part.nodes)
        objects, leaves = _structure(part, base, pages)
        first = len(self._pages)
        for page, (number, content) in enumerate(zip(pages, contents, strict=True)):
            self._page_objects.append((number, self._page(first + page, content)))
            array = self._take()
            objects.append((array, "[" + " ".join([f"{leaf} 0 R" for leaf in leaves[page]]) + "]"))
            self._pages.append(number)
            self._parent_arrays.append(array)
        self._compressed(objects)
        self._roots.append(base)
        self._bookmarks.append((part.title, pages[0]))

    def finish(self) -> bytes:
        """The whole file."""
        objects = [*self._catalog(), *self._page_tree(), *self._parent_tree(), *self._outline()]
        for start in range(0, len(self._page_objects), _PAGES_TOGETHER):
            self._compressed(self._page_objects[start : start + _PAGES_TOGETHER])
        roots = " ".join([f"{root} 0 R" for root in self._roots])
        objects += [
            (
                TREE,
                f"<</Type/StructTreeRoot/K {DOCUMENT} 0 R/ParentTree {PARENTS} 0 R"
                f"/ParentTreeNextKey {len(self._pages)}>>",
            ),
            (DOCUMENT, f"<</S/Document/P {TREE} 0 R/K[{roots}]>>"),
        ]
        self._compressed(objects)
        return self._cross_reference()

    def _take(self) -> int:
        self._next += 1
        return self._next - 1

    def _write(self, data: bytes) -> None:
        self._out.append(data)
        self._position += len(data)

    def _stream(self, number: int, data: bytes, entries: str = "", *, plain: bool = False) -> int:
        self._entries[number] = (1, self._position, 0)
        self._write(_stream_object(number, data, entries, plain=plain))
        return number

    def _compressed(self, objects: list[tuple[int, str]]) -> None:
        """Write objects into object streams of at most 60,000 each."""
        for start in range(0, len(objects), 60_000):
            chunk = objects[start : start + 60_000]
            holder = self._take()
            self._entries.update({number: (2, holder, place) for place, (number, _) in enumerate(chunk)})
            self._stream(holder, *_object_stream(chunk))

    def _page(self, index: int, content: int) -> str:
        if index % _BRANCH == 0:
            self._page_nodes.append(self._take())
        fonts = "".join(f"/{face.key} {_font_object(i)} 0 R" for i, face in enumerate(FACES))
        return (
            f"<</Type/Page/Parent {self._page_nodes[-1]} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]"
            f"/Contents {content} 0 R/Resources<</Font<<{fonts}>>>>/StructParents {index}/Tabs/S>>"
        )

    def _page_tree(self) -> Iterable[tuple[int, str]]:
        for place, node in enumerate(self._page_nodes):
            kids = self._pages[place * _BRANCH : (place + 1) * _BRANCH]
            listed = " ".join(f"{kid} 0 R" for kid in kids)
            yield node, f"<</Type/Pages/Parent {PAGES} 0 R/Count {len(kids)}/Kids[{listed}]>>"
        listed = " ".join(f"{node} 0 R" for node in self._page_nodes)
        yield PAGES, f"<</Type/Pages/Count {len(self._pages)}/Kids[{listed}]>>"

    def _parent_tree(self) -> Iterable[tuple[int, str]]:
        kids = []
        for start in range(0, len(self._parent_arrays), _BRANCH):
            chunk = self._parent_arrays[start : start + _BRANCH]
            number = self._take()
            kids.append(number)
            pairs = " ".join(f"{start + i} {array} 0 R" for i, array in enumerate(chunk))
            yield number, f"<</Limits[{start} {start + len(chunk) - 1}]/Nums[{pairs}]>>"
        yield PARENTS, f"<</Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>"

    def _outline(self) -> Iterable[tuple[int, str]]:
        if len(self._bookmarks) < 2:
            return
        first = self._next
        self._next += len(self._bookmarks)
        last = self._next - 1
        yield OUTLINES, f"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {len(self._bookmarks)}>>"
        for place, (title, page) in enumerate(self._bookmarks):
            number = first + place
            before = f"/Prev {number - 1} 0 R" if place else ""
            after = f"/Next {number + 1} 0 R" if number < last else ""
            yield (
                number,
                (f"<</Title {_text(title)}/Parent {OUTLINES} 0 R{before}{after}/Dest[{page} 0 R/Fit]>>"),
            )

    def _catalog(self) -> Iterable[tuple[int, str]]:
        outlines = f"/Outlines {OUTLINES} 0 R/PageMode/UseOutlines" if len(self._bookmarks) > 1 else ""
        self._stream(METADATA, _metadata(self._title, self._author), "/Type/Metadata/Subtype/XML", plain=True)
        yield (
            CATALOG,
            (
                f"<</Type/Catalog/Pages {PAGES} 0 R/StructTreeRoot {TREE} 0 R"
                "/MarkInfo<</Marked true>>"
                f"/Lang(en-GB)/ViewerPreferences<</DisplayDocTitle true>>/Metadata {METADATA} 0 R"
                f"{outlines}>>"
            ),
        )
        yield INFO, f"<</Title {_text(self._title)}/Author {_text(self._author)}/Producer(Constabulary)>>"

    def _cross_reference(self) -> bytes:
        number = self._take()
        start = self._position
        self._entries[number] = (1, start, 0)
        numbers = sorted(self._entries)
        rows = b"".join([_ENTRY.pack(*self._entries[n]) for n in numbers])
        index = " ".join(f"{first} {count}" for first, count in _runs(numbers))
        digest = hashlib.md5(b"".join(self._out), usedforsecurity=False).hexdigest()
        self._stream(
            number,
            zlib.compress(rows, _LEVEL),
            (
                f"/Type/XRef/Size {self._next}/W[1 4 2]/Index[{index}]/Root {CATALOG} 0 R/Info {INFO} 0 R"
                f"/ID[<{digest}><{digest}>]"
            ),
        )
        self._write(f"startxref\n{start}\n%%EOF\n".encode())
        return b"".join(self._out)


def _stream_object(number: int, data: bytes, entries: str, *, plain: bool = False) -> bytes:
    encoding = "" if plain else "/Filter/FlateDecode"
    head = f"{number} 0 obj\n<<{entries}{encoding}/Length {len(data)}>>\nstream\n"
    return b"".join((head.encode("ascii"), data, b"\nendstream\nendobj\n"))


def _object_stream(objects: list[tuple[int, str]]) -> tuple[bytes, str]:
    """Deflated content and dictionary entries of an object stream."""
    bodies = [body for _, body in objects]
    offsets = accumulate([len(body) + 1 for body in bodies], initial=0)
    head = " ".join([f"{number} {offset}" for (number, _), offset in zip(objects, offsets, strict=False)])
    data = f"{head}\n{' '.join(bodies)}".encode("latin-1")
    return zlib.compress(data, _LEVEL), f"/Type/ObjStm/N {len(objects)}/First {len(head) + 1}"


@lru_cache(maxsize=2)
def _opening(full: bool) -> tuple[bytes, dict[int, tuple[int, int, int]]]:
    """The same start of every file: header and fonts, with their cross-reference entries."""
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    objects: list[tuple[int, str]] = []
    streams = [(_UNICODE, TO_UNICODE, "")]
    for place, face in enumerate(FACES):
        top = _font_object(place)
        data = face.embed(full)
        streams += [(top + 3, data.program, f"/Length1 {data.length}"), (top + 4, data.glyphs, "")]
        objects += _font_objects(face, data, top)
    entries.update({number: (2, _FONTS, place) for place, (number, _) in enumerate(objects)})
    for number, data, extra in (*streams, (_FONTS, *_object_stream(objects))):
        entries[number] = (1, len(out), 0)
        out += _stream_object(number, data, extra)
    return out, entries


def _font_objects(face: Face, data: Embedded, top: int) -> list[tuple[int, str]]:
    return [
        (
            top,
            f"<</Type/Font/Subtype/Type0/BaseFont/{face.name}/Encoding/Identity-H"
            f"/DescendantFonts[{top + 1} 0 R]/ToUnicode {_UNICODE} 0 R>>",
        ),
        (
            top + 1,
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{face.name}/CIDToGIDMap {top + 4} 0 R"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {top + 2} 0 R/DW 472/W[{data.widths}]>>",
        ),
        (top + 2, f"<</Type/FontDescriptor{face.descriptor}/FontFile2 {top + 3} 0 R>>"),
    ]


def one_part(part: Part, *, author: str = "") -> bytes:
    """A file with a single part, titled by it."""
    pdf = TaggedPdf(part.title, author=author, full_font=part.full_font)
    pdf.add(part)
    return pdf.finish()


def _font_object(place: int) -> int:
    return FIRST_FONT + place * _FONT_OBJECTS


def _structure(part: Part, base: int, pages: list[int]) -> tuple[list[tuple[int, str]], list[list[int]]]:
    """Structure elements as objects, and the leaves of each page in the order of their marks."""
    objects: list[tuple[int, str]] = []
    leaves: list[list[int]] = [[] for _ in pages]
    kids: list[list[str]] = [[] for _ in part.nodes]
    for number, (tag, parent, page, mark, attributes) in enumerate(part.nodes, base):
        if mark < 0:
            if parent >= 0:
                kids[parent].append(f"{number} 0 R")
            continue
        kids[parent].append(f"{number} 0 R")
        leaves[page].append(number)
        above = base + parent
        objects.append((number, f"<</S/{tag}/P {above} 0 R/Pg {pages[page]} 0 R/K {mark}{attributes}>>"))
    for place, (tag, parent, _, mark, attributes) in enumerate(part.nodes):
        if mark < 0:
            above = DOCUMENT if parent < 0 else base + parent
            listed = " ".join(kids[place])
            objects.append((base + place, f"<</S/{tag}/P {above} 0 R/K[{listed}]{attributes}>>"))
    return objects, leaves


def _runs(numbers: list[int]) -> Iterable[tuple[int, int]]:
    start = previous = numbers[0]
    for number in numbers[1:]:
        if number != previous + 1:
            yield start, previous - start + 1
            start = number
        previous = number
    yield start, previous - start + 1


def _text(text: str) -> str:
    """A PDF text string: UTF-16 in hex."""
    return f"<feff{text.encode('utf-16-be').hex()}>"


def _metadata(title: str, author: str) -> bytes:
    def escape(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        "<pdfuaid:part>1</pdfuaid:part><pdf:Producer>Constabulary</pdf:Producer>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>"
        "<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()
