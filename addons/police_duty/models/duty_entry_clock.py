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
        string="Rostered", compute="_compute_texts", inverse="_inverse_texts", help="Such as 0700-1500."
    )
    worked_text = fields.Char(
        string="Worked", compute="_compute_texts", inverse="_inverse_texts", help="Such as 0700-1730."
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

    def _inverse_texts(self):
        """The texts are turned into times before they are written: see ``create`` and ``write``."""

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_times(vals, vals.get("duty_date")) for vals in vals_list])

    def write(self, vals):
        """Typed times are read on the date of each duty; a new date takes the times along."""
        if not {"duty_date", *_FIELDS} & vals.keys():
            return super().write(vals)
        for entry in self:
            day = vals.get("duty_date") or entry.duty_date
            moved = {
                name: entry[name]
                for name, times in _FIELDS.items()
                if "duty_date" in vals and name not in vals and not set(times) & vals.keys()
            }
            super(DutyEntry, entry).write(entry._with_times({**moved, **vals}, day, entry))
        return True

    def _with_times(self, vals, day, entry=None):
        """``vals`` with the times that the texts in it say. ValidationError names person and date."""
        day = fields.Date.to_date(day) or fields.Date.context_today(self)
        vals = dict(vals)
        for name, (first, last) in _FIELDS.items():
            if name not in vals:
                continue
            text = vals.pop(name)
            if entry and day == entry.duty_date and text == entry[name]:
                continue  # not retyped: long duties and times of the repeated hour stay as they are
            try:
                vals[first], vals[last] = read_span(text, day) if text else (False, False)
            except (EngineError, ValueError) as error:
                person = (
                    entry.employee_id if entry else self.env["hr.employee"].browse(vals.get("employee_id"))
                )
                raise ValidationError(
                    self.env._(
                        "%(person)s, %(date)s: %(error)s",
                        person=person.name,
                        date=f"{day:%d/%m/%Y}",
                        error=error,
                    )
                ) from error
        return vals
