"""What the board asks: its picture, whether a job may be dropped somewhere, and the drop itself."""

from collections import OrderedDict
from datetime import date, timedelta

from odoo import api, models
from odoo.addons.police_engine.fleet.planning import drag
from odoo.addons.police_engine.fleet.planning.instance import read
from odoo.exceptions import UserError, ValidationError

from ..services import outcome
from ..services.clock import words

_READ = OrderedDict()  # (database, plan, planned on) -> Instance; reading 3,000 jobs takes a while
_KEPT = 4


class PoliceFleetPlan(models.Model):
    _inherit = "police.fleet.plan"

    @api.model
    @api.readonly
    def board_plans(self):
        """``[{id, name, state}]`` of the plans that can be looked at, the one in force or newest first."""
        found = self.search([("planned_on", "!=", False), ("state", "!=", "superseded")], limit=40)
        order = {"published": 0, "proposed": 1}
        return [
            {"id": plan.id, "name": plan.name, "state": plan.state}
            for plan in found.sorted(lambda p: (order.get(p.state, 2), -p.id))
        ]

    @api.readonly
    def board(self):
        """The whole picture: bays, vehicles, days and jobs, as plain values; times are local stamps."""
        self.ensure_one()
        if not self.problem:
            raise UserError(self.env._("%s is not planned yet.", self.name))
        problem = self.problem
        shops = [self._board_shop(row) for row in problem["workshops"]]
        lines = self.line_ids
        return {
            "plan": {
                "id": self.id, "name": self.name, "state": self.state, "lawful": self.lawful,
                "gap": self.gap, "outcome": self.outcome or "", "can_drag": self._can_drag(),
                **{name: self[name] for name in ("shortfall", "late", "early", "moved", "left_out")},
            },
            "days": self._board_days(problem),
            "shops": shops,
            "bars": [self._bar(line) for line in lines if line.placed],
            "left_out": [
                {"id": line.id, "key": line.key, "minutes": line.minutes, "why": line.why or ""}
                for line in lines
                if not line.placed
            ],
            "blocks": [
                {"shop": row["workshop"], "bay": row["bay"], "start": row["start"], "end": row["end"],
                 "words": row["technician"].partition(": ")[2]}
                for row in self.blocks or ()
            ],
            "short": [
                {"day": row.day.isoformat(), "base": row.station_id.name or "", "role": row.police_role or "",
                 "shift": row.shift, "vehicles": row.vehicles}
                for row in self.short_ids
                if row.method == "optimal"
            ],
        }  # fmt: skip

    def _can_drag(self):
        return self.state in ("proposed", "published") and self.has_access("write")

    def _board_days(self, problem):
        first = date.fromisoformat(problem["start"])
        return [(first + timedelta(days=n)).isoformat() for n in range(problem["days"])]

    def _board_shop(self, row):
        workshop = self.env["police.fleet.workshop"].browse(self.records["workshops"][row["id"]])
        names = workshop.bay_ids.sorted("number").mapped("name")
        return {
            "id": workshop.id,
            "name": row["id"],
            "bays": [names[n] if n < len(names) else self.env._("Bay %s", n + 1) for n in range(row["bays"])],
            "open": row["open"],
            "closed": row["closed"],
        }

    def _bar(self, line):
        return {
            "id": line.id,
            "key": line.key,
            "vehicle": line.vehicle_id.license_plate or line.vehicle_id.fleet_number or line.key,
            "call_sign": line.vehicle_id.call_sign or "",
            "base": line.station_id.name or "",
            "task": line.service_plan_id.name or line.card_id.name or "",
            "workshop": line.workshop_id.id,
            "bay": line.bay_number,
            "technician": line.technician or "",
            "start": line.slot,
            "end": line.slot_end,
            "minutes": line.minutes,
            "visit": line.visit,
            "state": line.state,
            "promised": line.promised,
            "law": line.by_law,
            "due": line.due_on.isoformat() if line.due_on else "",
            "why": line.why or "",
        }

    # -- a drop ------------------------------------------------------------------------------------

    def try_slot(self, line_id, workshop_id, bay, stamp, technician_id=False):
        """Whether the job may be there, in words: ``{feasible, broken, short, cost, change, technician}``.

        ``stamp`` is local (``2026-12-07T08:00``). Without a technician the present one is taken when fit and
        free, else another. Nothing is changed.
        """
        self.ensure_one()
        self.check_access("read")
        answer, technician = self._try(self._line(line_id), workshop_id, bay, stamp, technician_id)
        return {
            "feasible": answer.feasible,
            "broken": list(answer.broken),
            "short": list(answer.short),
            "cost": answer.change.objective,
            "change": self._change_words(answer.change),
            "technician": technician,
            "when": words(stamp),
        }

    def move_job(self, line_id, workshop_id, bay, stamp, technician_id=False):
        """Put the job there and promise it; answers the board. ValidationError says what forbids it."""
        self.ensure_one()
        self.check_access("write")
        if not self._can_drag():
            raise UserError(self.env._("%s is not open to changes: make a new version.", self.name))
        line = self._line(line_id)
        answer, _technician = self._try(line, workshop_id, bay, stamp, technician_id)
        if not answer.feasible:
            raise ValidationError("\n".join(answer.broken))
        by_key = {one.key: one for one in self.line_ids}
        lines = self.env["police.fleet.plan.line"]
        for row in answer.rows:
            by_key[row["job"]].write(
                outcome.place_values(self, self.records, row) | self._promise_values(by_key[row["job"]], row)
            )
            lines |= by_key[row["job"]]
        if self.state == "published":
            self._rebook(lines.sorted("slot"))
        outcome.judge(self)
        return self.board()

    def _promise_values(self, line, row):
        before = self._lock_of(line.key)
        return {
            "promised": True,
            "moved": bool(before)
            and (before["workshop"], before["start"]) != (row["workshop"], row["start"]),
            "why": self.env._("Put there by %s", self.env.user.name),
        }

    def _lock_of(self, key):
        return next((row for row in self.problem["locked"] if row["job"] == key), None)

    def _rebook(self, lines):
        """A job of the plan in force takes its booking along."""
        booking = lines.booking_id[:1]
        if booking and booking.state != "booked":
            raise UserError(self.env._("%s is no longer open: it cannot be moved.", booking.name))
        if lines.card_id:
            self._move_card(lines)
        elif booking:
            booking.write(self._place(lines))
        else:
            lines.booking_id = self.env["police.fleet.service.booking"].create(self._booking_values(lines))

    def _line(self, line_id):
        line = self.line_ids.filtered(lambda one: one.id == line_id)
        if not line:
            raise UserError(self.env._("This job is not in the plan any more: load the board again."))
        return line

    def _try(self, line, workshop_id, bay, stamp, technician_id):
        """(answer, technician's name) of the drop; the first who can do it, else the first refusal."""
        shop = next((name for name, known in self.records["workshops"].items() if known == workshop_id), None)
        if shop is None:
            raise UserError(self.env._("This workshop is not in the plan: plan again."))
        instance, rows, first = self._instance(), outcome.assignments_of(self), None
        for name in self._technicians(instance, line, shop, technician_id):
            answer = drag.check(instance, rows, drag.Move(line.key, shop, bay, name, stamp))
            if answer.feasible:
                return answer, name
            first = first or (answer, name)
        if first is None:
            raise UserError(self.env._("Nobody works at %s.", shop))
        return first

    def _technicians(self, instance, line, shop, technician_id):
        team = [
            t.id
            for t in instance.technicians.values()
            if t.workshop == shop and t.id not in self.records.get("blocks", ())
        ]
        if technician_id:
            wanted = [name for name, known in self.records["technicians"].items() if known == technician_id]
            return wanted or team[:1]
        job = instance.jobs[line.key]
        able = [t for t in team if not job.skill or job.skill in instance.technicians[t].skills]
        return sorted(able or team[:1], key=lambda name: name != line.technician)

    def _instance(self):
        key = (self.env.cr.dbname, self.id, str(self.planned_on))
        if key not in _READ:
            _READ[key] = read(self.problem)
            while len(_READ) > _KEPT:
                _READ.popitem(last=False)
        _READ.move_to_end(key)
        return _READ[key]

    def _change_words(self, change):
        """``1 vehicle-shift more short, 3 days less late``."""
        names = {
            "shortfall_vehicle_shifts": self.env._("vehicle-shifts short"),
            "late_days": self.env._("days late"),
            "early_days": self.env._("days early"),
            "moved": self.env._("promises moved"),
            "unplaced": self.env._("jobs left out"),
        }
        found = [f"{getattr(change, key):+d} {name}" for key, name in names.items() if getattr(change, key)]
        return ", ".join(found) or self.env._("costs nothing")
