"""The fleet manager's first page: figures of the day, each opening the list it was counted from."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.police_fleet.models.fleet_vehicle import ROLES


class PoliceFleetDashboard(models.AbstractModel):
    _name = "police.fleet.dashboard"
    _description = "Fleet dashboard"

    @api.model
    @api.readonly
    def figures(self):
        """``{"tiles": [{key, title, value, note, tone, action, domain, context}], "bases": …, "roles": …}``.

        ``tone``: good, warn, bad or plain. ``bases`` and ``roles``: name, on, off, percent, domain.
        """
        self.env["fleet.vehicle"].check_access("read")
        tiles = [*self._road_tiles(), *self._work_tiles(), *self._cost_tiles(), *self._care_tiles()]
        return {
            "tiles": tiles,
            "bases": self._availability("station_id"),
            "roles": self._availability("police_role"),
        }

    def _mine(self, *more):
        return [("company_id", "in", self.env.companies.ids), *more]

    def _count(self, model, *more):
        return self.env[model].search_count(self._mine(*more))

    def _tile(self, key, title, value, tone="plain", note="", action="", domain=(), context=None):
        return {
            "key": key,
            "title": title,
            "value": value,
            "tone": tone,
            "note": note,
            "action": action,
            "domain": list(domain),
            "context": context or {},
        }

    def _counted(self, key, title, model, action, *more, bad="warn", note=""):
        """A tile that counts rows of ``model`` and opens exactly these."""
        number = self._count(model, *more)
        return self._tile(key, title, str(number), bad if number else "good", note, action, self._mine(*more))

    def _road_tiles(self):
        total = self._count("fleet.vehicle", ("life_state", "=", "in_service"))
        off = self._count("fleet.vehicle", ("life_state", "=", "in_service"), ("road_state", "=", "off"))
        percent = 100 * (total - off) / total if total else 0.0
        tone = "good" if percent >= 95 else "warn" if percent >= 90 else "bad"
        return [
            self._tile(
                "availability",
                self.env._("Available"),
                f"{percent:.1f} %",
                tone if total else "plain",
                self.env._("%(on)s of %(all)s on the road", on=total - off, all=total),
                "police_fleet.action_vehicle",
                self._mine(("life_state", "=", "in_service"), ("road_state", "=", "on")),
            ),
            self._tile(
                "vor",
                self.env._("Off the road"),
                str(off),
                "warn" if off else "good",
                self.env._("Why and since when"),
                "police_fleet.action_off_road",
                self._mine(("ended_on", "=", False)),
            ),
            self._counted(
                "illegal",
                self.env._("MOT or tax out of date"),
                "fleet.vehicle",
                "police_fleet.action_vehicle",
                ("legal_state", "=", "overdue"),
                bad="bad",
            ),
        ]

    def _work_tiles(self):
        today = fields.Date.context_today(self)
        since = today - timedelta(days=90)
        done = self._mine(("state", "=", "done"), ("done_on", ">=", since), ("due_on", "!=", False))
        Booking = self.env["police.fleet.service.booking"]
        all_done = Booking.search(done)
        kept = all_done.filtered(lambda b: b.done_on <= b.due_on)
        percent = f"{100 * len(kept) / len(all_done):.0f} %" if all_done else "–"
        return [
            self._counted(
                "overdue",
                self.env._("Services overdue"),
                "police.fleet.service.due",
                "police_fleet.action_service_due",
                ("due_on", "<", today),
                bad="bad",
            ),
            self._counted(
                "late_plan",
                self.env._("Booked, but not begun in time"),
                "police.fleet.service.booking",
                "police_fleet_cost.action_plan_actual",
                ("state", "=", "booked"),
                ("start", "<", fields.Datetime.now()),
            ),
            self._tile(
                "plan",
                self.env._("Done by the due date"),
                percent,
                "plain",
                self.env._("%s services in 90 days", len(all_done)),
                "police_fleet_cost.action_plan_actual",
                done,
            ),
        ]

    def _cost_tiles(self):
        Cost, Vehicle = self.env["police.fleet.cost"], self.env["police.fleet.vehicle.cost"]
        month = fields.Date.context_today(self).replace(day=1)
        [(year, ratio)] = Vehicle._read_group(self._mine(), [], ["year_cost:sum", "pence_per_mile:avg"])
        nowhere = Cost._read_group(self._mine(("vehicle_id", "=", False)), [], ["amount:sum"])[0][0] or 0
        this_month = Cost._read_group(self._mine(("date", ">=", month)), [], ["amount:sum"])[0][0] or 0
        [(gap,)] = self.env["police.fleet.tieout"]._read_group(self._mine(), [], ["difference:sum"])
        return [
            *self._unflagged_tiles(),
            self._tile(
                "ppm",
                self.env._("Pence a mile"),
                f"{ratio:.1f}" if ratio else "–",
                "plain",
                self.env._("£%s in 12 months", f"{year or 0:,.0f}"),
                "police_fleet_cost.action_vehicle_cost",
                self._mine(),
            ),
            self._tile(
                "month",
                self.env._("Cost this month"),
                f"£{this_month:,.0f}",
                "plain",
                self.env._("Posted so far"),
                "police_fleet_cost.action_cost",
                self._mine(("date", ">=", month)),
            ),
            self._tile(
                "tieout",
                self.env._("Vehicles against ledger"),
                f"£{gap or 0:,.2f}",
                "bad" if gap else "good",
                self.env._("£%s on no vehicle yet", f"{nowhere:,.0f}"),
                "police_fleet_cost.action_tieout",
                self._mine(),
            ),
        ]

    def _unflagged_tiles(self):
        """Expense booked on vehicles in accounts that are no fleet cost accounts: missing from their cost."""
        flagged = self.env["police.fleet.cost.account"].search(self._mine()).account_id
        since = fields.Date.context_today(self) - timedelta(days=365)
        [(amount,)] = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                self._mine(
                    ("parent_state", "=", "posted"), ("vehicle_id", "!=", False), ("date", ">=", since),
                    ("account_id.internal_group", "=", "expense"), ("account_id", "not in", flagged.ids),
                ),
                [],
                ["balance:sum"],
            )
        )  # fmt: skip
        if not amount:
            return []
        return [
            self._tile(
                "unflagged",
                self.env._("On vehicles, in other accounts"),
                f"£{amount:,.0f}",
                "bad",
                self.env._("Not in their cost: flag the account"),
                "police_fleet_cost.action_cost_account",
                self._mine(),
            )
        ]

    def _care_tiles(self):
        now = fields.Datetime.now()
        reserve = self.env["police.fleet.insurance.claim"]._read_group(
            self._mine(("state", "=", "open")), [], ["outstanding:sum"]
        )
        return [
            self._counted(
                "findings",
                self.env._("Fuel findings to answer"),
                "police.fleet.fuel.finding",
                "police_fleet_cost.action_finding",
                ("state", "=", "open"),
            ),
            self._counted(
                "accidents",
                self.env._("Accidents not decided"),
                "police.fleet.accident",
                "police_fleet_cost.action_accident",
                ("state", "in", ("reported", "proposed")),
                note=self.env._("£%s reserved for claims", f"{reserve[0][0] or 0:,.0f}"),
            ),
            self._counted(
                "under_used",
                self.env._("Under-used vehicles"),
                "police.fleet.utilisation",
                "police_fleet_cost.action_utilisation",
                ("under_used", "=", True),
            ),
            self._counted(
                "pool_held",
                self.env._("Pool cars held by the gate"),
                "police.fleet.pool.booking",
                "police_fleet_cost.action_pool_booking_held",
                ("state", "=", "held"),
            ),
            self._counted(
                "pool_late",
                self.env._("Pool cars not back in time"),
                "police.fleet.pool.booking",
                "police_fleet_cost.action_pool_booking_all",
                ("state", "=", "out"),
                ("stop", "<", now),
            ),
        ]

    def _availability(self, by):
        Vehicle = self.env["fleet.vehicle"]
        counts = {}
        for key, road, number in Vehicle._read_group(
            self._mine(("life_state", "=", "in_service")), [by, "road_state"], ["__count"]
        ):
            counts.setdefault(key, {"on": 0, "off": 0})[road] += number
        roles = dict(ROLES)
        rows = [
            {
                "name": (key.name if by == "station_id" else roles.get(key)) or self.env._("Not recorded"),
                **pair,
                "percent": round(100 * pair["on"] / (pair["on"] + pair["off"]), 1),
                "domain": self._mine(
                    ("life_state", "=", "in_service"), (by, "=", key.id if by == "station_id" else key)
                ),
            }
            for key, pair in counts.items()
        ]
        return sorted(rows, key=lambda row: (row["percent"], row["name"]))
