"""Any documents as single PDFs on several cores; workers are forked, compute and return bytes only."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from typing import Any

_CHUNK = 50
_job: tuple[Callable[[Any], bytes], Sequence[Any]] | None = None  # what forked workers inherit


def draw_all(draw: Callable[[Any], bytes], documents: Sequence[Any], processes: int = 2) -> Iterator[bytes]:
    """``draw(document)`` for every document, in order."""
    global _job
    starts = list(range(0, len(documents), _CHUNK))
    if processes <= 1 or len(starts) <= 1:
        yield from map(draw, documents)
        return
    _job = draw, documents
    try:
        pool = multiprocessing.get_context("fork").Pool(min(processes, len(starts)))
    finally:
        _job = None
    with pool:
        for chunk in pool.imap(_chunk, starts):
            yield from chunk


def _chunk(start: int) -> list[bytes]:
    assert _job is not None
    draw, documents = _job
    return [draw(document) for document in documents[start : start + _CHUNK]]
