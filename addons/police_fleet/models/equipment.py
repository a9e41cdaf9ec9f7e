"""Equipment fitted to police vehicles: serial numbers, where it is, and when it must be tested."""

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import MissingParameter
from odoo.addons.police_engine.params.loader import RuleSet
from odoo.exceptions import UserError, ValidationError

from ..services.due import add_months

LAW = "fleet/equipment_tests"
KINDS = [
    ("radio", "Airwave or ESN radio"),
    ("mdt", "Mobile data terminal"),
    ("anpr", "ANPR"),
    ("blue_lights", "Blue lights and sirens"),
    ("camera", "Camera"),
    ("speed", "Speed measuring device"),
    ("telematics", "Telematics unit"),
    ("winch", "Winch (LOLER)"),
    ("tail_lift", "Tail lift (LOLER)"),
    ("person_lift", "Lift for persons (LOLER)"),
    ("lifting_accessory", "Lifting accessory (LOLER)"),
    ("weapon_safe", "Weapon safe"),
    ("dog_cage", "Dog cage"),
    ("other", "Other"),
]
STATES = [
    ("store", "In store"), ("fitted", "Fitted"), ("repair", "Away for repair"), ("scrapped", "Scrapped"),
]  # fmt: skip
TEST_STATES = [
    ("none", "No test needed"), ("never", "Never tested"), ("overdue", "Overdue"), ("soon", "Due soon"),
    ("ok", "In date"),
]  # fmt: skip
LIFTING = ("winch", "tail_lift", "person_lift", "lifting_accessory")
SOON_DAYS = 30


class PoliceFleetEquipment(models.Model):
    _name = "police.fleet.equipment"
    _description = "Fitted equipment"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "test_due, kind, serial"
    _check_company_auto = True

    name = fields.Char(required=True, help="Make and model.")
    kind = fields.Selection(KINDS, required=True, index=True, tracking=True)
    serial = fields.Char(string="Serial number", required=True, index=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    vehicle_id = fields.Many2one(
        "fleet.vehicle", index=True, ondelete="restrict", tracking=True, check_company=True
    )
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    state = fields.Selection(
        STATES, compute="_compute_state", store=True, precompute=True, readonly=False, required=True,
        index=True, tracking=True,
    )  # fmt: skip
    fitted_on = fields.Date(tracking=True)
    policy_months = fields.Integer(
        string="Tested every (months, policy)", help="0: the law's interval, if any."
    )
    interval_months = fields.Integer(string="Tested every (months)", compute="_compute_interval")
    interval_source = fields.Char(string="By", compute="_compute_interval")
    last_tested_on = fields.Date(string="Last passed", compute="_compute_last_tested", store=True)
    test_due = fields.Date(compute="_compute_test_due", store=True, index=True)
    test_state = fields.Selection(
        TEST_STATES, compute="_compute_test_state", search="_search_test_state",
    )  # fmt: skip
    failed = fields.Boolean(string="Failed its last test", compute="_compute_last_tested", store=True)
    test_ids = fields.One2many("police.fleet.equipment.test", "equipment_id", string="Tests")
    note = fields.Text()
    active = fields.Boolean(default=True)

    _serial_once = models.UniqueIndex(
        "(company_id, kind, upper(serial))", "This serial number is recorded already."
    )
    _months = models.Constraint("CHECK (coalesce(policy_months, 0) >= 0)", "An interval is not below zero.")
    _fitted_somewhere = models.Constraint(
        "CHECK ((state = 'fitted') = (vehicle_id IS NOT NULL))",
        "Fitted equipment is on a vehicle; other is not.",
    )

    @api.depends("name", "serial")
    def _compute_display_name(self):
        for item in self:
            item.display_name = " · ".join(filter(None, (item.name, item.serial)))

    @api.depends("vehicle_id")
    def _compute_state(self):
        for item in self:
            if item.vehicle_id:
                item.state = "fitted"
            elif item.state in (False, "fitted"):
                item.state = "store"

    @api.depends("kind", "policy_months")
    def _compute_interval(self):
        rules, today = RuleSet.load(), fields.Date.context_today(self)
        for item in self:
            law = 0
            if item.kind in LIFTING:
                period = rules.at(LAW, today)
                law = int(period[item.kind])
                item.interval_source = period.citation
            else:
                item.interval_source = self.env._("Force policy") if item.policy_months else False
            item.interval_months = min(filter(None, (law, item.policy_months)), default=0)

    @api.constrains("kind")
    def _check_law_known(self):
        for item in self.filtered(lambda e: e.kind in LIFTING):
            try:
                RuleSet.load().at(LAW, fields.Date.context_today(self))[item.kind]
            except MissingParameter as error:
                raise ValidationError(str(error)) from error

    @api.depends("test_ids.tested_on", "test_ids.result")
    def _compute_last_tested(self):
        for item in self:
            tests = item.test_ids.sorted("tested_on")
            item.last_tested_on = tests.filtered(lambda t: t.result == "pass")[-1:].tested_on
            item.failed = tests[-1:].result == "fail"

    @api.depends("last_tested_on", "kind", "policy_months", "test_ids.next_on", "state")
    def _compute_test_due(self):
        for item in self:
            last = item.test_ids.filtered(lambda t: t.result == "pass").sorted("tested_on")[-1:]
            reckoned = (
                add_months(last.tested_on, item.interval_months) if last and item.interval_months else False
            )
            given = [day for day in (reckoned, last.next_on) if day]
            item.test_due = min(given, default=False) if item.state != "scrapped" else False

    @api.depends("test_due", "kind", "policy_months", "last_tested_on", "state")
    def _compute_test_state(self):
        today = fields.Date.context_today(self)
        for item in self:
            item.test_state = item._test_state(today)

    def _test_state(self, today):
        if self.state == "scrapped" or not (self.interval_months or self.test_due):
            return "none"
        if not self.test_due:
            return "never"
        days = (self.test_due - today).days
        return "overdue" if days < 0 else "soon" if days <= SOON_DAYS else "ok"

    def _search_test_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("id", "in", self.search([]).filtered(lambda item: item.test_state in value).ids)]

    def action_remove(self):
        """Take the equipment off its vehicle into the store."""
        for item in self:
            if item.state != "fitted":
                raise UserError(self.env._("%s is not fitted.", item.display_name))
            item.message_post(body=self.env._("Taken off %s.", item.vehicle_id.display_name))
        self.write({"vehicle_id": False, "state": "store", "fitted_on": False})


class PoliceFleetEquipmentTest(models.Model):
    _name = "police.fleet.equipment.test"
    _description = "Equipment test"
    _order = "tested_on desc, id desc"

    equipment_id = fields.Many2one("police.fleet.equipment", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="equipment_id.company_id", store=True, index=True)
    vehicle_id = fields.Many2one("fleet.vehicle", readonly=True, help="On which vehicle it was then.")
    tested_on = fields.Date(required=True, default=fields.Date.context_today)
    result = fields.Selection([("pass", "Passed"), ("fail", "Failed")], required=True, default="pass")
    tester = fields.Char(string="Competent person", required=True)
    certificate = fields.Char(string="Certificate number")
    next_on = fields.Date(
        string="Next by the certificate", help="Earlier than the usual interval, if the tester says so."
    )
    note = fields.Char()

    @api.model_create_multi
    def create(self, vals_list):
        items = self.env["police.fleet.equipment"].browse([vals.get("equipment_id") for vals in vals_list])
        for vals, item in zip(vals_list, items, strict=True):
            vals.setdefault("vehicle_id", item.vehicle_id.id)
        return super().create(vals_list)

    @api.constrains("tested_on", "next_on")
    def _check_dates(self):
        for test in self:
            if test.tested_on > fields.Date.context_today(self):
                raise ValidationError(self.env._("%s: a test of the future.", test.equipment_id.display_name))
            if test.next_on and test.next_on <= test.tested_on:
                raise ValidationError(
                    self.env._("%s: the next test is after this one.", test.equipment_id.display_name)
                )
