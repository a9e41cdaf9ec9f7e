"""A pay award for ranks, scales or staff spines: costed on the real engine, applied by a second person.

Applying enters figures from a day on (law for this force, citing the determination) and the force's own
salary rows. Arrears follow by retro: nothing is paid by the award itself.
"""

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import EngineError
from odoo.exceptions import UserError, ValidationError

STATES = [("draft", "Draft"), ("costed", "Costed"), ("applied", "Applied"), ("withdrawn", "Withdrawn")]


class PoliceAward(models.Model):
    _name = "police.award"
    _description = "Pay Award"
    _inherit = ["mail.thread", "police.approval.mixin"]
    _order = "date_from desc, id desc"
    _approval_group = "police_core.group_force_accountant"

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, index=True, tracking=True, copy=False
    )
    date_from = fields.Date(string="Takes effect", required=True, tracking=True)
    citation = fields.Char(
        string="Determination or circular", required=True, tracking=True,
        help="What the figures rest on, as it will stand behind every payslip line.",
    )  # fmt: skip
    address = fields.Char(
        string="Link",
        tracking=True,
        help="Where it can be read. Without one its figures count as unverified.",
    )
    note = fields.Text()
    line_ids = fields.One2many("police.award.line", "award_id", string="Who gets what", copy=True)
    figure_ids = fields.One2many("police.award.figure", "award_id", string="New figures", readonly=True)
    cost_ids = fields.One2many("police.award.cost", "award_id", string="Cost", readonly=True)
    job_id = fields.Many2one("police.retro.job", compute="_compute_job_id")
    is_working = fields.Boolean(compute="_compute_job_id")
    progress = fields.Float(compute="_compute_job_id")
    progress_text = fields.Char(compute="_compute_job_id")
    costed_period = fields.Char(string="Costed for", readonly=True, copy=False)
    people = fields.Integer(readonly=True, copy=False)
    month_cost = fields.Float(string="A month", digits=(16, 2), readonly=True, copy=False)
    year_cost = fields.Float(string="A full year", digits=(16, 2), readonly=True, copy=False)
    arrears_cost = fields.Float(string="Arrears to date", digits=(16, 2), readonly=True, copy=False)
    arrears_people = fields.Integer(string="People with arrears", readonly=True, copy=False)
    problems = fields.Text(string="Not costed", readonly=True, copy=False)
    change_count = fields.Integer(compute="_compute_change_count")

    def _compute_job_id(self):
        jobs = self.env["police.retro.job"].sudo()
        for award in self:
            job = jobs.search([("kind", "=", "award"), ("res_id", "=", award.id)], limit=1)
            award.job_id = job
            award.is_working = job.state in ("queued", "running")
            award.progress = job.percent
            award.progress_text = job.step or (job.message if job.state == "failed" else "")

    def _compute_change_count(self):
        for award in self:
            award.change_count = self.env["police.retro.change"].search_count([("award_id", "=", award.id)])

    @api.constrains("address")
    def _check_address(self):
        for award in self:
            if award.address and not award.address.startswith(("https://", "http://")):
                raise ValidationError(self.env._("The link must be a web address that begins with https://."))

    def write(self, vals):
        """What two people have approved is not edited."""
        facts = {"date_from", "citation", "address", "line_ids", "company_id"} & vals.keys()
        if facts and any(award.state in ("applied", "withdrawn") for award in self):
            raise UserError(self.env._("An applied award may not be changed. Withdraw it, or enter another."))
        result = super().write(vals)
        if facts:
            self._back_to_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        if any(award.state in ("applied", "withdrawn") for award in self):
            raise UserError(self.env._("An award that was applied is evidence and may not be deleted."))

    def _back_to_draft(self):
        """Whoever changed it prepared it, and its cost is that of another award."""
        for award in self.filtered(lambda award: award.state in ("draft", "costed")):
            award.sudo().figure_ids.unlink()
            award.sudo().cost_ids.unlink()
            award.sudo().write({"state": "draft", "costed_period": False, "problems": False, **_NO_COST})
            award._mark_prepared()

    # -- what it comes to -------------------------------------------------------------------------

    def action_figures(self):
        """Work out the new figures of every point and spine."""
        for award in self:
            award._check_draft()
            try:
                award.sudo().env["police.award.figure"]._work_out(award)
            except EngineError as error:
                raise UserError(str(error)) from error
        return True

    def action_cost(self):
        """Work out figures and cost for everybody on the real engine."""
        self.ensure_one()
        self.action_figures()
        self._mark_prepared()
        return self.env["police.retro.job"]._start("award", self.company_id, self.id)

    def _check_draft(self):
        self.check_access("write")
        if self.state not in ("draft", "costed"):
            raise UserError(self.env._("%s was applied already.", self.name))
        if not self.line_ids:
            raise UserError(self.env._("Say who gets what: add at least one line to %s.", self.name))

    def action_open_cost(self):
        """The cost by rank and cost centre, to turn and to filter."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_retro.action_award_cost")
        return {**action, "domain": [("award_id", "=", self.id)], "context": {}}

    def action_open_changes(self):
        """Arrears that came from this award."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_retro.action_retro_change")
        return {**action, "domain": [("award_id", "=", self.id)], "context": {}}


_NO_COST = {"people": 0, "month_cost": 0, "year_cost": 0, "arrears_cost": 0, "arrears_people": 0}
