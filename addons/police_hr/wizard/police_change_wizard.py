"""Change a person's dated facts from a day on, seeing first what will change."""

from markupsafe import Markup
from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.pay import scales
from odoo.exceptions import UserError

from ..services.dated_changes import FACTS, Change, apply, plain, plan, version_in_force


class PoliceChangeWizard(models.TransientModel):
    _name = "police.change.wizard"
    _description = "Change from a date"

    employee_id = fields.Many2one("hr.employee", string="Person", required=True)
    company_id = fields.Many2one(related="employee_id.company_id")
    date = fields.Date(string="From", required=True, default=fields.Date.context_today)
    loaded_on = fields.Date(help="The day whose facts the fields below were filled with.")

    police_type = fields.Selection(related="rank_id.police_type")
    rank_id = fields.Many2one("police.rank", string="Rank")
    rank_since = fields.Date(string="In this rank since")
    pay_point = fields.Char(string="Pay point")
    pay_scale_override = fields.Char(string="Pay scale (fixed)")
    local_salary_id = fields.Many2one(
        "police.local.salary", string="Local salary", domain="[('company_id', '=', company_id)]"
    )
    increment_date = fields.Date(string="Next increment")
    weekly_hours = fields.Float(string="Contracted weekly hours", digits=(5, 2))
    full_time_hours = fields.Float(string="Full-time weekly hours", digits=(5, 2))
    station_id = fields.Many2one(
        "police.station", string="Station", domain="[('company_id', '=', company_id)]"
    )
    posting = fields.Char()
    cost_centre_id = fields.Many2one(
        "account.analytic.account",
        string="Cost centre",
        domain=lambda self: [("root_plan_id", "=", self.env.ref("police_core.analytic_plan_cost_centre").id)],
    )
    pay_region = fields.Selection(
        [("england_wales", "England and Wales"), ("london", "London")], string="Pay region"
    )
    paid = fields.Boolean()
    preview = fields.Html(compute="_compute_preview", string="What will change", sanitize=False)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        employee = self.env["hr.employee"].browse(values.get("employee_id"))
        if employee and values.get("date"):
            facts = self._facts_on(employee, fields.Date.to_date(values["date"]))
            values |= {name: value for name, value in facts.items() if name in fields_list}
        return values

    @api.model
    def _facts_on(self, employee, on):
        version = version_in_force(employee, on) or employee.version_ids.sorted("date_version")[:1]
        facts = {
            name: plain(version[name]) for name in FACTS if name in self._fields and name != "police_type"
        }
        return {**facts, "loaded_on": on}

    @api.onchange("date", "employee_id")
    def _onchange_date(self):
        """Show the facts of the day chosen, so that only what the user then edits is changed."""
        if self.employee_id and self.date and self.date != self.loaded_on:
            self.update(self._facts_on(self.employee_id, self.date))

    @api.onchange("rank_id")
    def _onchange_rank_id(self):
        """A promotion starts reckonable service and proposes the point that gains most nearly."""
        before = version_in_force(self.employee_id, self.date) if self.employee_id and self.date else None
        if not before or not self.rank_id or before.rank_id == self.rank_id:
            return
        self.rank_since = self.date
        self.pay_scale_override = False
        self.pay_point, self.increment_date = self._proposed_point(before)

    def _proposed_point(self, before):
        scale = self.rank_id._scale_key(self.pay_region, self.employee_id.appointed_on)
        rules = (self.employee_id.company_id or self.env.company)._pay_law()
        try:
            held = scales.annual_salary(rules, before.pay_scale or "", before.pay_point or "", self.date)
            point = scales.point_on_promotion(rules, held, scale, self.date)
            more = scales.next_point(rules, scale, point, self.date)
        except EngineError:
            return False, False  # the user chooses; the pay run blocks a person without a point
        return point, scales.next_increment(self.date, self.date) if more else False

    def _change(self):
        self.ensure_one()
        names = [name for name in FACTS if name in self._fields and name != "police_type"]
        values = {name: plain(self[name]) for name in names}
        if self.rank_id:
            values["police_type"] = self.rank_id.police_type
        return Change(self.employee_id._origin or self.employee_id, self.date, values)

    @api.depends("employee_id", "date", *[name for name in FACTS if name != "police_type"])
    def _compute_preview(self):
        for wizard in self:
            try:
                steps = plan(wizard._change()) if wizard.employee_id and wizard.date else []
            except UserError as error:
                wizard.preview = Markup("<p class='text-danger'>%s</p>") % error.args[0]
                continue
            wizard.preview = wizard._preview_html(steps)

    def _preview_html(self, steps):
        if not steps:
            return Markup("<p class='text-muted'>%s</p>") % self.env._("Nothing changes yet.")
        rows = Markup("").join(
            Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>")
            % (
                step.on.strftime("%d/%m/%Y"),
                self.env._("new facts") if step.creates else self.env._("amended"),
                self.env["hr.version"]._fields[name]._description_string(self.env),
                self._shown(name, step.version[name]),
                self._shown(name, self._as_field(name, value)),
            )
            for step in steps
            for name, value in step.values.items()
        )
        head = Markup("").join(
            Markup("<th>%s</th>") % label
            for label in (
                self.env._("From"),
                "",
                self.env._("Fact"),
                self.env._("Until now"),
                self.env._("Will be"),
            )
        )
        return Markup("<table class='table table-sm'><thead><tr>%s</tr></thead><tbody>%s</tbody></table>") % (
            head,
            rows,
        )

    def _as_field(self, name, value):
        field = self.env["hr.version"]._fields[name]
        return self.env[field.comodel_name].browse(value or []) if field.type == "many2one" else value

    def _shown(self, name, value):
        field = self.env["hr.version"]._fields[name]
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if not value:
            return "—"
        if field.type == "many2one":
            return value.display_name
        if field.type == "date":
            return value.strftime("%d/%m/%Y")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        return f"{value:.2f}" if field.type == "float" else value

    def action_apply(self):
        """Make the change; refuse one that changes nothing."""
        self.ensure_one()
        table = self.preview
        if not apply(self.env, [self._change()]):
            raise UserError(
                self.env._(
                    "Nothing would change. Edit what is to be different from %s.",
                    self.date.strftime("%d/%m/%Y"),
                )
            )
        self.employee_id._message_log(body=Markup(table))
        return {"type": "ir.actions.act_window_close"}
