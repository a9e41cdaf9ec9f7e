"""Publishing a plan: its visits become bookings, the plan before is superseded. All of it or nothing."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..services import outcome


class PoliceFleetPlan(models.Model):
    _inherit = "police.fleet.plan"

    def action_publish(self):
        """Verify once more, then book. UserError names what is broken; nothing is booked then."""
        for plan in self:
            plan._check_publishable()
            visits = plan._visits()
            plan._free_moved(visits)
            plan._book(visits)
            older = self.search(
                [
                    ("company_id", "=", plan.company_id.id),
                    ("state", "=", "published"),
                    ("id", "!=", plan.id),
                    ("date_from", "<=", plan.date_to),
                    ("date_to", ">=", plan.date_from),
                ]
            )
            older.write({"state": "superseded"})
            plan.write(
                {"state": "published", "published_on": fields.Datetime.now(), "published_by_id": self.env.uid}
            )
            plan.message_post(body=plan._told_of_publishing(visits))
        return True

    def _check_publishable(self):
        if self.state != "proposed":
            raise UserError(self.env._("Only a proposed plan is published; %s is not.", self.name))
        if self.date_from <= fields.Date.context_today(self):
            raise UserError(self.env._("%s begins today or earlier: make a new version.", self.name))
        verdict = outcome.judge(self)
        if verdict.breaches:
            raise UserError(
                self.env._(
                    "%(plan)s breaks %(count)s limits and is not published; "
                    "the plan in force stays:\n%(list)s",
                    plan=self.name, count=len(verdict.breaches), list="\n".join(verdict.breaches[:15]),
                )
            )  # fmt: skip
        if gone := self._changed_since():
            raise UserError(
                self.env._(
                    "Bookings have changed since this was planned: %s. Plan again; it takes a moment.",
                    ", ".join(gone[:10]),
                )
            )

    def _changed_since(self):
        """Names of jobs that are booked, moved, begun or cancelled meanwhile."""
        gone = []
        for line in self.line_ids:
            booking = line.booking_id
            if line.promised and not line.card_id:
                if booking.state != "booked":
                    gone.append(line.key)
            elif line.due_id.booking_id.state in ("booked", "in_workshop"):
                gone.append(line.key)
            if line.due_id and not line.due_id.exists():
                gone.append(line.key)
        return gone

    def _visits(self):
        """``[lines of one stay]`` in order of time; what is left out is in none."""
        found = {}
        for line in self.line_ids.filtered("placed").sorted(lambda x: (x.slot, x.id)):
            found.setdefault(line.visit, self.env["police.fleet.plan.line"])
            found[line.visit] |= line
        return list(found.values())

    def _free_moved(self, visits):
        """Promises that move or fall away give their bay free first, so that two may change places."""
        moving = self.env["police.fleet.service.booking"]
        for lines in visits:
            booking = lines.booking_id[:1]
            if booking.state == "booked" and not self._stands(lines, booking):
                moving |= booking
        moving.write({"state": "planned"})
        lost = (
            self.line_ids.filtered(lambda line: not line.placed).booking_id.filtered(
                lambda booking: booking.state == "booked"
            )
            - moving
        )
        for booking in lost:
            booking.message_post(body=self.env._("No place is left for it in %s.", self.name))
        lost.action_cancel()

    def _stands(self, lines, booking):
        return (booking.workshop_id, booking.start, booking.stop) == (
            lines[:1].workshop_id, lines[:1].start, lines[-1:].stop,
        )  # fmt: skip

    def _book(self, visits):
        new, values = [], []
        for lines in visits:
            booking = lines.booking_id[:1]
            if lines.card_id:
                self._move_card(lines)
            elif not booking:
                new.append(lines)
                values.append(self._booking_values(lines))
            elif not self._stands(lines, booking) or booking.state != "booked":
                booking.write(self._place(lines))
                booking.message_post(
                    body=self.env._("%(plan)s: %(why)s", plan=self.name, why=lines[:1].why or "")
                )
        bookings = self.env["police.fleet.service.booking"].with_context(tracking_disable=True).create(values)
        for lines, booking in zip(new, bookings, strict=True):
            lines.write({"booking_id": booking.id})
        self.line_ids.filtered(lambda line: line.placed).write({"promised": True})

    def _place(self, lines):
        return {
            "workshop_id": lines[:1].workshop_id.id,
            "start": lines[:1].start,
            "stop": lines[-1:].stop,
            "state": "booked",
        }

    def _booking_values(self, lines):
        first = lines[:1]
        return {
            "vehicle_id": first.vehicle_id.id,
            "plan_id": first.service_plan_id.id,
            "due_id": first.due_id.id,
            "due_on": first.due_on,
            "along_ids": lines[1:].due_id.ids,
            **self._place(lines),
        }

    def _move_card(self, lines):
        """A repair's card follows the plan: time, bay and technician."""
        for line in lines.filtered(
            lambda x: x.card_id.start != x.start or x.card_id.workshop_id != x.workshop_id
        ):
            line.card_id.write(
                {
                    "workshop_id": line.workshop_id.id, "start": line.start, "stop": line.stop,
                    "bay_id": line.bay_id.id, "technician_id": line.technician_id.id,
                }
            )  # fmt: skip

    def _told_of_publishing(self, visits):
        moved = self.line_ids.filtered("moved")
        words = self.env._(
            "Published: %(visits)s visits, %(moved)s promises moved.", visits=len(visits), moved=len(moved)
        )
        return words + "".join(
            f" {line.key}: {line.promised_place} → "
            + (
                f"{line.workshop_id.name}, {line.slot.replace('T', ' ')}"
                if line.placed
                else self.env._("left out")
            )
            + f" ({line.why})."
            for line in moved[:20]
        )
