"""The BACS hash that joined an FPS and a bank file until 5 April 2023; needed for older years alone.

HMRC withdrew "the Hash Cross Reference Process" on 6 April 2023: no later submission may carry it.
Composition from published descriptions (rti.md §8), not from HMRC's own paper, which could not be had.
"""

import hashlib
import re
from datetime import date

from ...exceptions import InvalidRecord

WITHDRAWN = date(2023, 4, 6)


def bacs_hash(reference: str, origin: str, destination: str, amount: int, *, on: date) -> str:
    """64 hex digits for a payment of ``amount`` pence made on ``on``.

    ``reference``: ``/XXX``, field 7 of the payment line; ``origin`` and ``destination``: sort codes.
    InvalidRecord after the withdrawal or for a malformed part.
    """
    if on >= WITHDRAWN:
        raise InvalidRecord("The BACS hash was withdrawn on 6 April 2023; leave it out.")
    if not re.fullmatch(r"/[A-Z0-9.&/\- ]{3}", reference):
        raise InvalidRecord(f"{reference!r} is not a cross reference of the form /XXX.")
    for code in (origin, destination):
        if not re.fullmatch(r"\d{6}", code):
            raise InvalidRecord(f"{code!r} is not a sort code of six digits.")
    if not 0 < amount < 10**11:
        raise InvalidRecord(f"{amount} pence can not be paid by BACS.")
    return hashlib.sha256(f"{reference}{origin}{destination}{amount:011d}".encode()).hexdigest()
