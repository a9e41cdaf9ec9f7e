"""Rostered and worked times as people type them: ``0700-1500``, ``22:00-07:00`` (the next morning)."""

import re
from datetime import UTC, datetime, timedelta

from odoo import api, fields, models
from odoo.addons.police_engine.duty.clock import LONDON, moment
from odoo.addons.police_engine.exceptions import EngineError
from odoo.exceptions import ValidationError

_SPAN = re.compile(r"(\d{1,2})[:.]?(\d\d)?\s*(?:-|–|to)\s*(\d{1,2})[:.]?(\d\d)?")
_FIELDS = {"rostered_text": ("rostered_start", "rostered_end"), "worked_text": ("start", "end")}


def read_span(text, day):
    """('0700-1500', date) -> two UTC datetimes without zone. ValueError says what is wrong."""
    found = _SPAN.fullmatch((text or "").strip().lower())
    if not found:
        raise ValueError(f"“{text}” are not times. Write 0700-1500, or 22:00-07:00 for a night.")
    numbers = [int(group or 0) for group in found.groups()]
    if max(numbers[0], numbers[2]) > 24 or max(numbers[1], numbers[3]) > 59:
        raise ValueError(f"“{text}”: there is no such time of day.")
    start, end = (_clock(day, numbers[at], numbers[at + 1]) for at in (0, 2))
    if end <= start:
        end += timedelta(days=1)
    return tuple(_utc(at) for at in (start, end))


def _clock(day, hour, minute):
    return datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute)


def _utc(at):
    return datetime.fromtimestamp(moment(at) * 60, UTC).replace(tzinfo=None)


def show_span(start, end):
    """Two UTC datetimes -> '07:00-15:00' in London."""
    if not start or not end:
        return False
    first, last = (at.replace(tzinfo=UTC).astimezone(LONDON) for at in (start, end))
    return f"{first:%H:%M}-{last:%H:%M}"


class DutyEntry(models.Model):
    _inherit = "police.duty.entry"

    rostered_text = fields.Char(
        string="Rostered", compute="_compute_texts", inverse="_inverse_rostered", help="Such as 0700-1500."
    )
    worked_text = fields.Char(
        string="Worked", compute="_compute_texts", inverse="_inverse_worked", help="Such as 0700-1730."
    )
    minutes = fields.Integer(string="Minutes worked", compute="_compute_minutes", store=True)

    @api.depends("rostered_start", "rostered_end", "start", "end")
    def _compute_texts(self):
        for entry in self:
            for name, (first, last) in _FIELDS.items():
                entry[name] = show_span(entry[first], entry[last])

    @api.depends("start", "end")
    def _compute_minutes(self):
        for entry in self:
            passed = entry.end - entry.start if entry.start and entry.end else timedelta()
            entry.minutes = passed // timedelta(minutes=1)

    def _inverse_rostered(self):
        self._read_text("rostered_text")

    def _inverse_worked(self):
        self._read_text("worked_text")

    def _read_text(self, name):
        first, last = _FIELDS[name]
        for entry in self:
            text = entry[name]
            if text == show_span(entry[first], entry[last]):
                continue  # not retyped: times of a long duty, or of the repeated hour, stay as they are
            if not text:
                entry.write({first: False, last: False})
                continue
            try:
                start, end = read_span(text, entry.duty_date)
            except (EngineError, ValueError) as error:
                raise ValidationError(
                    self.env._(
                        "%(person)s, %(date)s: %(error)s",
                        person=entry.employee_id.name,
                        date=f"{entry.duty_date:%d/%m/%Y}",
                        error=error,
                    )
                ) from error
            entry.write({first: start, last: end})
