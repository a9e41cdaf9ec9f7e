"""What a job costs, and posting it to the ledger: labour and parts by journal, outside work by its bill."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class PoliceFleetJobCosting(models.Model):
    _inherit = "police.fleet.job"

    labour_hours = fields.Float(string="Labour hours", compute="_compute_labour", store=True, digits=(12, 2))
    labour_cost = fields.Monetary(string="Labour", compute="_compute_labour", store=True)
    parts_cost = fields.Monetary(string="Parts fitted", compute="_compute_parts_cost", store=True)
    vendor_cost = fields.Monetary(
        string="Outside work", compute="_compute_vendor_cost", store=True, compute_sudo=True,
        help="Approved orders; it reaches the ledger by the repairer's bill.",
    )  # fmt: skip
    total_cost = fields.Monetary(string="Total cost", compute="_compute_total_cost", store=True)
    hours_waiting = fields.Float(
        string="Hours waiting for parts", compute="_compute_spell_hours", store=True, digits=(12, 2)
    )
    hours_in_work = fields.Float(
        string="Hours in work", compute="_compute_spell_hours", store=True, digits=(12, 2)
    )
    hours_total = fields.Float(
        string="Hours from opening to end", compute="_compute_spell_hours", store=True, digits=(12, 2)
    )
    cost_state = fields.Selection(
        [("open", "Open"), ("to_post", "Not posted"), ("posted", "Posted"), ("none", "Nothing to post")],
        string="In the ledger",
        default="open",
        readonly=True,
        index=True,
        copy=False,
    )
    cost_problem = fields.Char(string="Why not posted", readonly=True, copy=False)
    cost_move_id = fields.Many2one(
        "account.move", string="Journal entry", readonly=True, copy=False, index="btree_not_null"
    )

    @api.depends("labour_ids.hours", "labour_ids.cost")
    def _compute_labour(self):
        for job in self:
            job.labour_hours = sum(job.labour_ids.mapped("hours"))
            job.labour_cost = sum(job.labour_ids.mapped("cost"))

    @api.depends("part_ids.cost", "part_ids.state")
    def _compute_parts_cost(self):
        for job in self:
            job.parts_cost = sum(job.part_ids.filtered(lambda p: p.state == "issued").mapped("cost"))

    @api.depends("purchase_line_ids.price_subtotal", "purchase_line_ids.order_id.state")
    def _compute_vendor_cost(self):
        for job in self:
            lines = job.purchase_line_ids.filtered(
                lambda ln: ln.product_id.type == "service" and ln.order_id.state == "purchase"
            )
            job.vendor_cost = sum(lines.mapped("price_subtotal"))

    @api.depends("labour_cost", "parts_cost", "vendor_cost")
    def _compute_total_cost(self):
        for job in self:
            job.total_cost = job.labour_cost + job.parts_cost + job.vendor_cost

    @api.depends("spell_ids.minutes", "spell_ids.state")
    def _compute_spell_hours(self):
        for job in self:
            minutes = dict.fromkeys(("waiting_parts", "in_work"), 0.0)
            for spell in job.spell_ids:
                minutes[spell.state] = minutes.get(spell.state, 0.0) + spell.minutes
            job.hours_waiting = minutes["waiting_parts"] / 60
            job.hours_in_work = minutes["in_work"] / 60
            job.hours_total = sum(minutes.values()) / 60

    # -- posting -----------------------------------------------------------------------------

    def _freeze_costs(self):
        """Labour priced by the rates as approved now; the card takes no more labour or parts after this."""
        self.sudo().labour_ids._price()

    def _cost_obstacles(self):
        """Why the cost cannot be posted: sentences, empty when it can."""
        self.ensure_one()
        found = []
        for row in self.labour_ids.filtered(lambda r: r.ended_on and not r.rate_id):
            found.append(
                self.env._(
                    "No approved labour rate of %(workshop)s on %(day)s (%(person)s).",
                    workshop=self.workshop_id.name,
                    day=row.began_on.strftime("%d/%m/%Y"),
                    person=row.technician_id.name,
                )
            )
        if not self.env["police.workshop.ledger"]._of(self.company_id):
            found.append(self.env._("%s has no workshop ledger map.", self.company_id.name))
        if not self.vehicle_id.cost_centre_id:
            found.append(self.env._("%s has no cost centre.", self.vehicle_id.display_name))
        if not self.workshop_id.cost_centre_id and self.workshop_id.is_own:
            found.append(self.env._("%s has no cost centre.", self.workshop_id.name))
        return found

    def _post_cost_if_possible(self):
        """Post what can be posted; say on the card why the rest cannot. The vehicle never waits for this."""
        for job in self:
            obstacles = job._cost_obstacles()
            if not obstacles:
                try:
                    with self.env.cr.savepoint():
                        job._post_cost()
                except UserError as error:  # e.g. the month is closed
                    obstacles = [str(error)]
            job.sudo().write(
                {"cost_state": "to_post", "cost_problem": " ".join(obstacles)[:500]}
                if obstacles
                else {"cost_problem": False}
            )

    def action_post_cost(self):
        """Price again and post what was not posted, or say what is missing."""
        self.check_access("write")
        jobs = self.filtered(lambda job: job.state == "done" and job.cost_state == "to_post").sudo()
        jobs.labour_ids._price()
        jobs._post_cost_if_possible()
        self._refuse({job: [job.cost_problem] for job in jobs.filtered("cost_problem")})

    def _post_cost(self):
        """One posted entry: vehicle maintenance by the vehicle's cost centre, against labour and parts."""
        ledger = self.env["police.workshop.ledger"]._of(self.company_id)
        lines = []
        for amount, account, what in (
            (self.labour_cost, ledger.labour_account_id, self.env._("labour")),
            (self._parts_to_post(), ledger.parts_account_id, self.env._("parts")),
        ):
            if not self.currency_id.is_zero(amount):
                lines += self._cost_lines(ledger, amount, account, what)
        if not lines:
            self.cost_state = "none"
            return
        move = self.env["account.move"].create(
            {
                "journal_id": ledger.journal_id.id,
                "date": fields.Date.context_today(self),
                "ref": self.display_name,
                "company_id": self.company_id.id,
                "line_ids": [Command.create(line) for line in lines],
            }
        )
        move.action_post()
        self.write({"cost_move_id": move.id, "cost_state": "posted"})

    def _parts_to_post(self):
        """Without parts whose stock move posted an entry of its own (perpetual valuation)."""
        fitted = self.part_ids.filtered(lambda part: part.state == "issued")
        return sum(fitted.filtered(lambda part: not part.move_id.account_move_id).mapped("cost"))

    def _cost_lines(self, ledger, amount, account, what):
        name = f"{self.display_name}: {what}"
        vehicle, shop = self.vehicle_id, self.workshop_id.cost_centre_id
        debit = {
            "name": name,
            "account_id": ledger.cost_account_id.id,
            "debit": amount,
            "vehicle_id": vehicle.id,
            "analytic_distribution": {str(vehicle.cost_centre_id.id): 100},
        }
        credit = {"name": name, "account_id": account.id, "credit": amount}
        if shop:
            credit["analytic_distribution"] = {str(shop.id): 100}
        return [debit, credit]
