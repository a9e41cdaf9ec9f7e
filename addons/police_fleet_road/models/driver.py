"""Who may drive what: licence, checks of it, police driver grade, refreshers, pursuit, classes of vehicle."""

from odoo import api, fields, models
from odoo.addons.police_engine.fleet import gate
from odoo.addons.police_engine.params import RuleSet
from odoo.exceptions import ValidationError

GRADES = [("basic", "Basic"), ("standard", "Standard response"), ("advanced", "Advanced")]
PURSUITS = [("initial", "Initial phase pursuit"), ("tactical", "Tactical pursuit")]


class PoliceFleetLicenceCategory(models.Model):
    _name = "police.fleet.licence.category"
    _description = "Licence category"
    _order = "code"
    _rec_name = "code"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)

    _code_uniq = models.UniqueIndex("(code)", "This category exists already.")


class PoliceFleetVehicleClass(models.Model):
    _name = "police.fleet.vehicle.class"
    _description = "Class of vehicle"
    _order = "sequence, id"

    code = fields.Char(required=True, help="Key of fleet/driver_law.")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)

    _code_uniq = models.UniqueIndex("(code)", "This class exists already.")


class PoliceFleetDriver(models.Model):
    _name = "police.fleet.driver"
    _description = "Driver authorisation"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "next_due, id"
    _rec_name = "employee_id"
    _check_company_auto = True

    employee_id = fields.Many2one(
        "hr.employee", string="Driver", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    licence_number = fields.Char(
        string="Licence number",
        groups="police_core.group_fleet_manager,police_core.group_auditor",
        copy=False,
    )
    licence_until = fields.Date(string="Licence valid until", tracking=True)
    category_ids = fields.Many2many("police.fleet.licence.category", string="Licence categories")
    checked_on = fields.Date(string="Licence checked on", tracking=True)
    checked_by_id = fields.Many2one("res.users", string="Checked by", readonly=True, copy=False)
    points = fields.Integer(string="Penalty points", tracking=True)
    check_due = fields.Date(string="Next check", compute="_compute_check_due", store=True)
    disqualified_from = fields.Date(string="Disqualified from", tracking=True)
    disqualified_until = fields.Date(string="Disqualified until", tracking=True)
    grade = fields.Selection(GRADES, string="Police driver grade", tracking=True)
    grade_on = fields.Date(string="Course or refresher on")
    grade_until = fields.Date(string="Refresher due", tracking=True)
    pursuit = fields.Selection(PURSUITS, tracking=True)
    pursuit_on = fields.Date(string="Pursuit course or refresher on")
    pursuit_until = fields.Date(string="Pursuit refresher due", tracking=True)
    blue_light = fields.Boolean(string="Blue light", compute="_compute_blue_light", help="May respond today.")
    class_ids = fields.Many2many(
        "police.fleet.vehicle.class", string="Authorised for", default=lambda self: self._default_classes()
    )
    withdrawn_on = fields.Date(string="Withdrawn from", tracking=True)
    withdrawn_reason = fields.Char(string="Why withdrawn", tracking=True)
    next_due = fields.Date(string="Next date", compute="_compute_next_due", store=True, index=True)
    active = fields.Boolean(default=True)

    _once = models.UniqueIndex("(employee_id)", "This person has a driver record already.")
    _points_range = models.Constraint("CHECK (points >= 0 AND points <= 99)", "Penalty points are 0 to 99.")
    _withdrawn_why = models.Constraint(
        "CHECK (withdrawn_on IS NULL OR coalesce(withdrawn_reason, '') <> '')",
        "Say why the authority to drive is withdrawn.",
    )
    _disqualified_order = models.Constraint(
        "CHECK (disqualified_until IS NULL OR disqualified_from IS NULL "
        "OR disqualified_until >= disqualified_from)",
        "The disqualification ends before it begins.",
    )

    def _default_classes(self):
        return self.env["police.fleet.vehicle.class"].search([("code", "=", "car")])

    def _law(self):
        return RuleSet.load().at("fleet/driver_law", fields.Date.context_today(self))

    @api.depends("checked_on", "points")
    def _compute_check_due(self):
        law = self._law()
        for driver in self:
            driver.check_due = (
                gate.next_check(law, driver.checked_on, max(driver.points, 0)) if driver.checked_on else False
            )

    @api.depends("check_due", "licence_until", "grade_until", "pursuit_until")
    def _compute_next_due(self):
        for driver in self:
            dates = (driver.check_due, driver.licence_until, driver.grade_until, driver.pursuit_until)
            driver.next_due = min(filter(None, dates), default=False)

    @api.depends(
        "grade", "grade_until", "licence_until", "withdrawn_on", "disqualified_from", "disqualified_until"
    )
    def _compute_blue_light(self):
        """Grade in date and nothing that keeps the person from driving at all."""
        today = fields.Date.context_today(self)
        for driver in self:
            trained = driver.grade in ("standard", "advanced") and (driver.grade_until or today) >= today
            barred = driver.disqualified_from and driver.disqualified_from <= today
            barred = barred and (not driver.disqualified_until or driver.disqualified_until >= today)
            withdrawn = driver.withdrawn_on and driver.withdrawn_on <= today
            lapsed = driver.licence_until and driver.licence_until < today
            driver.blue_light = bool(trained and driver.grade_until and not (barred or withdrawn or lapsed))

    @api.onchange("grade", "grade_on")
    def _onchange_grade(self):
        """Propose the refresher's date; the certificate settles it."""
        if self.grade and self.grade_on:
            self.grade_until = gate.add_months(self.grade_on, self._law()["refresher"][self.grade])

    @api.onchange("pursuit", "pursuit_on")
    def _onchange_pursuit(self):
        if self.pursuit and self.pursuit_on:
            self.pursuit_until = gate.add_months(self.pursuit_on, self._law()["refresher"][self.pursuit])

    @api.constrains("checked_on", "grade_on", "pursuit_on")
    def _check_past(self):
        today = fields.Date.context_today(self)
        for driver in self:
            if any(day and day > today for day in (driver.checked_on, driver.grade_on, driver.pursuit_on)):
                raise ValidationError(
                    self.env._("%s: a check or a course cannot lie in the future.", driver.display_name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._signed(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._signed(vals))

    def _signed(self, vals):
        """Whoever enters a licence check has made it."""
        return {**vals, "checked_by_id": self.env.uid} if vals.get("checked_on") else vals

    def action_checked_today(self):
        """The licence was seen, or looked up with DVLA, today."""
        self.write({"checked_on": fields.Date.context_today(self)})

    def _facts(self, name, on):
        """``gate.Driver`` as of ``on``; an empty record gives a driver who is not known."""
        if not self:
            return gate.Driver(name=name, known=False)
        withdrawn = self.withdrawn_on and self.withdrawn_on <= on
        return gate.Driver(
            name=name,
            checked_on=self.checked_on or None,
            check_due=self.check_due or None,
            licence_until=self.licence_until or None,
            categories=frozenset(self.category_ids.mapped("code")),
            points=self.points,
            disqualified_from=self.disqualified_from or None,
            disqualified_until=self.disqualified_until or None,
            withdrawn=self.withdrawn_reason if withdrawn else "",
            grade=self.grade or "",
            grade_until=self.grade_until or None,
            pursuit=self.pursuit or "",
            pursuit_until=self.pursuit_until or None,
            classes=frozenset(self.class_ids.mapped("code")),
        )
