"""Payslips of a whole run on several cores: every page is drawn once, for its own file and for the book.

Workers are forked, so they inherit the documents without copying; they only compute and return bytes
and never touch a database connection or a log.
"""

import io
import multiprocessing
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, NamedTuple

from ...exceptions import InvalidRecord
from ...records import PayslipDocument
from .payslip import payslip_part
from .tagged import Part, TaggedPdf, one_part

_CHUNK = 100
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed time, so that the same payslips give the same zip
_job: Sequence[PayslipDocument] = ()  # what forked workers inherit


class RunPdfs(NamedTuple):
    """``singles`` are in the order of the documents."""

    book: bytes
    singles: list[bytes]


def render_many(docs: Iterable[PayslipDocument], processes: int = 2) -> list[bytes]:
    """One PDF a person, in order."""
    return [single for _, single in _drawn(list(docs), processes, parts=False, singles=True)]


def render_run(docs: Iterable[PayslipDocument], processes: int = 2, *, singles: bool = True) -> RunPdfs:
    """The book of the run and, unless ``singles`` is False, every payslip as its own file."""
    docs = list(docs)
    book, files = _book(docs), []
    for part, single in _drawn(docs, processes, parts=True, singles=singles):
        book.add(part)
        if singles:
            files.append(single)
    return RunPdfs(book.finish(), files)


def render_run_to(docs: Iterable[PayslipDocument], zip_file: BinaryIO, processes: int = 2) -> bytes:
    """The book as bytes, and the single files written into ``zip_file`` as they come: little memory."""
    docs = list(docs)
    book = _book(docs)
    with zipfile.ZipFile(zip_file, "w", zipfile.ZIP_STORED) as archive:
        for doc, (part, single) in zip(docs, _drawn(docs, processes, parts=True, singles=True), strict=True):
            book.add(part)
            archive.writestr(zipfile.ZipInfo(file_name(doc), _EPOCH), single)
    return book.finish()


def _book(docs: Sequence[PayslipDocument]) -> TaggedPdf:
    if not docs:
        raise InvalidRecord("There are no payslips to print.")
    first = docs[0]
    return TaggedPdf(f"Payslips paid {first.period.pay_date:%-d %B %Y}", author=first.employer.name)


def zip_singles(docs: Sequence[PayslipDocument], singles: Sequence[bytes]) -> bytes:
    """All single payslips in one zip (stored, not compressed again), named by payroll number."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
        for doc, pdf in zip(docs, singles, strict=True):
            archive.writestr(zipfile.ZipInfo(file_name(doc), _EPOCH), pdf)
    return output.getvalue()


def file_name(doc: PayslipDocument) -> str:
    """``payslip-2026-09-30-100001.pdf``; only letters, figures, dots and hyphens."""
    reference = re.sub(r"[^A-Za-z0-9.-]+", "-", doc.payroll_id)
    return f"payslip-{doc.period.pay_date.isoformat()}-{reference}.pdf"


Drawn = tuple[Part | None, bytes]


def _drawn(docs: list[PayslipDocument], processes: int, *, parts: bool, singles: bool) -> Iterator[Drawn]:
    global _job
    tasks = [(start, parts, singles) for start in range(0, len(docs), _CHUNK)]
    if processes <= 1 or len(tasks) <= 1:
        for start, *wanted in tasks:
            yield from _draw(docs[start : start + _CHUNK], *wanted)
        return
    _job = docs
    try:
        pool = multiprocessing.get_context("fork").Pool(min(processes, len(tasks)))
    finally:
        _job = ()
    with pool:
        for chunk in pool.imap(_chunk, tasks):
            yield from chunk


def _chunk(task: tuple[int, bool, bool]) -> list[Drawn]:
    """In a worker: draw one chunk of the inherited documents."""
    start, *wanted = task
    return _draw(_job[start : start + _CHUNK], *wanted)


def _draw(docs: Sequence[PayslipDocument], keep_part: bool, make_single: bool) -> list[Drawn]:
    drawn: list[Drawn] = []
    for doc in docs:
        part = payslip_part(doc)
        single = one_part(part, author=doc.employer.name) if make_single else b""
        drawn.append((part if keep_part else None, single))
    return drawn
