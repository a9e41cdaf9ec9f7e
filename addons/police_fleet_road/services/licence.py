"""What DVLA's Access to Driver Data says of a licence, in our words. Pure: no database, no Odoo.

Shape as published ("driver-view-external"): ``licence`` (type, status), ``entitlement`` (categoryCode,
categoryType, fromDate, expiryDate), ``endorsements`` (offenceCode, penaltyPoints, penaltyPointsExpiryDate,
disqualification), ``token`` (validToDate: the photocard). Address and date of birth are not taken.
"""

from datetime import date
from typing import Any, NamedTuple

STANDING = ("valid", "disqualified")  # a disqualification has its dates besides
FULL = "full"
FOR_LIFE = date(2100, 1, 1)


class Licence(NamedTuple):
    """``status`` and ``kind`` as DVLA words them; ``points``: those that count on the day asked about."""

    status: str
    kind: str
    surname: str
    until: date | None
    categories: frozenset[str]
    points: int
    offences: tuple[str, ...]
    disqualified_from: date | None
    disqualified_until: date | None

    @property
    def stands(self) -> bool:
        """Whether there is a licence, apart from a disqualification."""
        return self.status.lower() in STANDING


def read(answer: dict[str, Any], on: date) -> Licence:
    """The licence in DVLA's answer as of ``on``. Raises ValueError where it is not in the published form."""
    licence = answer.get("licence") or {}
    if not licence.get("status"):
        raise ValueError("the status of the licence is missing.")
    rows = answer.get("endorsements") or []
    counted = [row for row in rows if _counts(row, on)]
    bans = [ban for row in rows if (ban := _ban(row.get("disqualification"))) and ban[1] >= on]
    return Licence(
        status=licence["status"],
        kind=licence.get("type") or "",
        surname=(answer.get("driver") or {}).get("lastName") or "",
        until=_day((answer.get("token") or {}).get("validToDate")),
        categories=frozenset(_full(answer.get("entitlement") or [], on)),
        points=sum(int(row.get("penaltyPoints") or 0) for row in counted),
        offences=tuple(sorted(row.get("offenceCode") or "?" for row in counted)),
        disqualified_from=min((ban[0] for ban in bans), default=None),
        disqualified_until=max((ban[1] for ban in bans), default=None),
    )


def _counts(row, on):
    ends = _day(row.get("penaltyPointsExpiryDate"))
    return bool(row.get("penaltyPoints")) and (ends is None or ends >= on)


def _ban(row):
    """``(from, until)``; without an end it is taken to last."""
    if not row or not row.get("startDate"):
        return None
    end = FOR_LIFE if row.get("forLife") or not row.get("endDate") else _day(row["endDate"])
    return _day(row["startDate"]), end


def _full(rows, on):
    for row in rows:
        begins, ends = _day(row.get("fromDate")), _day(row.get("expiryDate"))
        in_force = (not begins or begins <= on) and (not ends or ends >= on)
        if (row.get("categoryType") or "").lower() == FULL and in_force and row.get("categoryCode"):
            yield row["categoryCode"].upper()


def _day(text):
    return date.fromisoformat(str(text)[:10]) if text else None
