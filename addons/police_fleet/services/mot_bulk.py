"""DVSA's bulk and daily (delta) files of MOT history. Pure: no database, no Odoo.

As DVSA documents them ("Bulk and delta files", MOT history API): an archive of gzip-compressed documents in
which each line is one vehicle's whole record in JSON, with ``motTests`` as in an answer but
``odometerResultType`` ``OK`` for a reading and numbers for ``motTestNumber``. A delta's record may say that
it was ``DELETED``.
"""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any

LONGEST_LINE = 8_000_000  # characters; a record of one vehicle is a few thousand
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_PLATE = re.compile(r'"registration"\s*:\s*"([^"]*)"')


def is_bulk(content: bytes) -> bool:
    """Whether a file's first bytes are of this kind, and not of the CSV."""
    return content.startswith((_ZIP, _GZIP)) or content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(
        (b"{", b"[")
    )


def records(source: IO[bytes], wanted: set[str] | None = None) -> Iterator[tuple[str, dict[str, Any] | str]]:
    """``(where, record)`` of each vehicle in ``wanted`` (all when None); a str instead is a fault.

    ``source`` is seekable and read once, line by line, so that a file of any size fits.
    """
    head = source.read(4)
    source.seek(0)
    if not head.startswith(_ZIP):
        yield from _document("", source, wanted)
        return
    try:
        with zipfile.ZipFile(source) as archive:
            for member in archive.infolist():
                if not member.is_dir():
                    with archive.open(member) as document:
                        yield from _document(f"{member.filename}, ", document, wanted)
    except (zipfile.BadZipFile, EOFError) as error:
        yield "The archive", f"is damaged: {error}."


def _document(name, source, wanted):
    reader = io.BufferedReader(source) if not hasattr(source, "peek") else source
    packed = reader.peek(2)[:2] == _GZIP
    text = io.TextIOWrapper(gzip.GzipFile(fileobj=reader) if packed else reader, encoding="utf-8-sig")
    try:
        number = 0
        while line := text.readline(LONGEST_LINE):
            number += 1
            where = f"{name}line {number}"
            if line.strip() in ("", "[", "]"):
                continue
            found = _PLATE.search(line)
            if wanted is not None and found and _plain(found[1]) not in wanted:
                continue
            yield from _parsed(where, line, wanted)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        yield f"{name}document", f"is damaged: {error}."


def _parsed(where, line, wanted):
    try:
        made = json.loads(line.strip().rstrip(","))
    except ValueError:
        yield where, "is no JSON record of one vehicle."
        return
    for record in made if isinstance(made, list) else [made]:
        if not isinstance(record, dict) or not record.get("registration"):
            yield where, "names no registration."
        elif wanted is None or _plain(record["registration"]) in wanted:
            yield where, record


def is_deleted(record: dict[str, Any]) -> bool:
    """A delta also tells of vehicles that DVSA does not hold any more."""
    return str(record.get("modification") or "").upper() == "DELETED"


def _plain(plate):
    return "".join(plate.split()).upper()
