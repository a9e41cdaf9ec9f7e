"""Reading PDFs back in tests, with PyPDF2 (another implementation than the one that wrote them)."""

import io
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from PyPDF2 import PdfReader


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def text(pdf: bytes) -> str:
    """All words of all pages, white space joined."""
    return " ".join(" ".join(page.extract_text().split()) for page in reader(pdf).pages)


def elements(pdf: bytes) -> list[tuple[str, int]]:
    """(tag, number of marked contents) of every structure element, in reading order.

    Fails when a marked content is missing from the tree, is in it twice, or the parent tree differs.
    """
    found: list[tuple[str, int]] = []
    root = reader(pdf).trailer["/Root"]
    tree = root["/StructTreeRoot"]
    numbers = {page.indirect_ref.idnum: page["/StructParents"] for page in _pages(root["/Pages"])}
    parents = dict(_numbers(tree["/ParentTree"]))
    seen = set()

    def walk(reference) -> None:
        node = reference.get_object()
        kids = node.get("/K", [])
        kids = kids if isinstance(kids, list) else [kids]
        marks = [kid for kid in kids if isinstance(kid, int)]
        for mark in marks:
            page = numbers[node.raw_get("/Pg").idnum]
            assert parents[page][mark] == reference.idnum
            assert (page, mark) not in seen
            seen.add((page, mark))
        found.append((node["/S"][1:], len(marks)))
        for kid in kids:
            if not isinstance(kid, int):
                assert kid.get_object().raw_get("/P").idnum == reference.idnum
                walk(kid)

    walk(tree.raw_get("/K"))
    assert len(seen) == sum(map(len, parents.values()))
    return found


def _pages(node):
    for kid in node["/Kids"]:
        page = kid.get_object()
        if page["/Type"] == "/Pages":
            yield from _pages(page)
        else:
            page.indirect_ref = kid
            yield page


def _numbers(node):
    if "/Kids" in node:
        for kid in node["/Kids"]:
            yield from _numbers(kid.get_object())
        return
    pairs = list(node["/Nums"])
    for key, array in zip(pairs[::2], pairs[1::2], strict=True):
        yield int(key), [reference.idnum for reference in array.get_object()]
