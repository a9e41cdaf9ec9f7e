"""Starters: the new-starter checklist and the P45, turned into payroll facts and opening figures."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.identifiers import tax_code as tax_codes
from odoo.addons.police_engine.movers import ni_letter
from odoo.addons.police_engine.movers.starter import P45, Starter, position
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.taxcalendar import tax_year_of, tax_year_start
from odoo.addons.police_payroll.models.pay_opening import MONEY
from odoo.addons.police_payroll.models.pay_profile import LOAN_PLANS
from odoo.addons.police_payroll.services import engine_facts
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import AccessError, UserError, ValidationError

NO_CHECKLIST = "C"  # what HMRC wants reported, with code 0T, when no checklist came by the pay day
LOOK_BACK = timedelta(days=365)
BASES = {"cumulative": "Cumulative", "week1month1": "Week 1 / month 1"}
SCHEMES = {"officer": "pps_2015", "staff": "lgps", "pcso": "lgps"}


class PoliceStarter(models.Model):
    _name = "police.starter"
    _description = "Starter"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, joined_on desc, id desc"
    _rec_name = "employee_id"
    _check_company_auto = True

    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", string="Force", related="employee_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    payroll_reference = fields.Char(related="employee_id.payroll_reference", string="Payroll number")
    police_type = fields.Selection(related="employee_id.police_type")
    joined_on = fields.Date(required=True)
    first_pay_date = fields.Date(compute="_compute_first_pay_date", store=True, readonly=False)
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "On payroll"), ("cancelled", "Cancelled")],
        default="waiting", required=True, readonly=True, index=True, tracking=True,
    )  # fmt: skip

    declaration = fields.Selection(
        [("A", "A: first job since 6 April, no benefits or pension"), ("B", "B: now the only job"),
         ("C", "C: has another job or a pension")],
        string="Starter declaration", tracking=True,
    )  # fmt: skip
    region = fields.Selection(
        [("rUK", "England or Northern Ireland"), ("scotland", "Scotland"), ("wales", "Wales")],
        string="Taxed in", required=True, default="rUK",
    )  # fmt: skip
    student_loan_plan = fields.Selection(LOAN_PLANS, string="Student loan", required=True, default="none")
    postgraduate_loan = fields.Boolean()
    checklist_on = fields.Date(string="Checklist signed on")
    ni_category = fields.Selection(lambda self: engine_facts.ni_letters(), string="NI category letter")
    pension_scheme = fields.Selection(
        lambda self: self.env["police.pay.profile"]._fields["pension_scheme"].selection,
        required=True, default="none",
    )  # fmt: skip

    has_p45 = fields.Boolean(string="Brought a P45")
    p45_employer = fields.Char(string="Former employer's PAYE reference", help="Such as 123/AB456.")
    p45_code = fields.Char(string="Tax code at leaving")
    p45_month_1 = fields.Boolean(string="Week 1 / month 1")
    p45_leaving_date = fields.Date(string="Left on")
    p45_pay = fields.Float(string="Total pay to date", digits=(16, 2))
    p45_tax = fields.Float(string="Total tax to date", digits=(16, 2))
    p45_student_loan = fields.Boolean(string="Student loan deductions go on")

    is_rejoiner = fields.Boolean(compute="_compute_is_rejoiner", string="Re-joined in the tax year")
    new_payroll_reference = fields.Char(
        string="New payroll number",
        help="A re-joiner in the same tax year is a new employment for HMRC and needs a new number.",
    )
    tax_code = fields.Char(compute="_compute_position", string="Tax code to use")
    tax_basis = fields.Char(compute="_compute_position", string="Basis")
    previous_pay = fields.Float(compute="_compute_position", digits=(16, 2), string="Pay before, counted")
    previous_tax = fields.Float(compute="_compute_position", digits=(16, 2), string="Tax before, counted")
    why = fields.Char(compute="_compute_position", string="Because of")
    problems = fields.Text(compute="_compute_position", string="To be settled")
    is_blocked = fields.Boolean(compute="_compute_position")

    _one_per_contract = models.Constraint(
        "UNIQUE(employee_id, joined_on)", "This person's start on that day is already on the worklist."
    )

    # -- figures --------------------------------------------------------------------------------

    @api.depends("joined_on", "company_id")
    def _compute_first_pay_date(self):
        for starter in self:
            period = self.env["police.pay.period"].sudo().search(
                [("company_id", "=", starter.company_id.id), ("kind", "=", "regular"),
                 ("date_to", ">=", starter.joined_on)], order="date_to", limit=1,
            )  # fmt: skip
            starter.first_pay_date = period.pay_date or starter.joined_on

    @api.depends("employee_id", "joined_on")
    def _compute_is_rejoiner(self):
        for starter in self:
            old = starter._former_leaver()
            starter.is_rejoiner = bool(old)

    def _former_leaver(self):
        """The leaver's record of an employment that ended earlier in this tax year with a P45."""
        self.ensure_one()
        if not self.joined_on:
            return self.env["police.leaver"]
        return self.env["police.leaver"].sudo().search(
            [("employee_id", "=", self.employee_id.id), ("leaving_date", "<", self.joined_on),
             ("leaving_date", ">=", tax_year_start(self.joined_on)), ("p45_number", "!=", False)],
            order="leaving_date desc", limit=1,
        )  # fmt: skip

    @api.depends(
        "declaration",
        "region",
        "student_loan_plan",
        "postgraduate_loan",
        "has_p45",
        "p45_code",
        "p45_month_1",
        "p45_leaving_date",
        "p45_pay",
        "p45_tax",
        "p45_student_loan",
        "first_pay_date",
        "new_payroll_reference",
    )
    def _compute_position(self):
        for starter in self:
            found, faults = starter._position()
            tax = found.tax if found else None
            texts = [_words(problem) for problem in found.problems] if found else []
            starter.tax_code = tax.code if tax else False
            starter.tax_basis = BASES[tax.basis] if tax else False
            starter.previous_pay = found.previous_pay / 100 if found else 0
            starter.previous_tax = found.previous_tax / 100 if found else 0
            starter.why = found.why if found else False
            starter.problems = "\n".join(text[:1].upper() + text[1:] for text in [*faults, *texts]) or False
            blocking = found and any(problem.severity == "blocking" for problem in found.problems)
            starter.is_blocked = bool(faults or blocking or not tax)

    def _position(self):
        """(engine StarterPosition or None, faults found before the engine was asked)."""
        self.ensure_one()
        faults = self._faults()
        if faults or not self.first_pay_date:
            return None, faults or [self.env._("There is no pay date yet: the pay calendar has no period.")]
        loans = [self.student_loan_plan] if self.student_loan_plan != "none" else []
        loans += ["postgraduate"] if self.postgraduate_loan else []
        person = self.payroll_reference or self.employee_id.name
        starter = Starter(
            person, self.first_pay_date, self.declaration or "", self._p45(), tuple(loans), self.region
        )
        return position(starter, RuleSet.load()), []

    def _p45(self):
        if not self.has_p45:
            return None
        basis = "week1month1" if self.p45_month_1 else "cumulative"
        return P45(
            self.p45_code, basis, self.p45_leaving_date, to_pence(self.p45_pay), to_pence(self.p45_tax),
            self.p45_student_loan,
        )  # fmt: skip

    def _faults(self):
        """What can not be right with the P45, in sentences."""
        faults = []
        if not self.has_p45:
            return faults
        try:
            tax_codes.validate(self.p45_code or "")
        except EngineError as error:
            faults.append(self.env._("P45, tax code: %s", error))
        left, joined = self.p45_leaving_date, self.joined_on
        if not left:
            faults.append(self.env._("P45: enter the leaving date."))
        elif joined and left > joined:
            faults.append(
                self.env._(
                    "P45: left the former employer on %(left)s, after starting here on %(joined)s. "
                    "If both jobs "
                    "go on, this is declaration C and not a P45.",
                    left=f"{left:%-d %B %Y}",
                    joined=f"{joined:%-d %B %Y}",
                )
            )
        elif left.year < 2020:
            faults.append(self.env._("P45: a leaving date of %s can not be right.", left))
        if self.p45_pay < 0:
            faults.append(self.env._("P45: pay to date may not be negative."))
        if self.p45_tax > max(self.p45_pay, 0):
            faults.append(self.env._("P45: tax to date is more than pay to date. Were the two swapped?"))
        return faults

    # -- worklist -------------------------------------------------------------------------------

    @api.model
    def _find_new(self, company=None):
        """Put everybody on the list who joined within a year and has no tax code in force. Returns them."""
        self.env["hr.employee"].flush_model()
        self.env["police.pay.profile"].flush_model()
        self.env.cr.execute(
            """SELECT e.id, e.joined_on, e.police_type, e.birthday
                 FROM (SELECT x.id, x.company_id, x.joined_on, x.birthday, x.payroll_reference, v.police_type
                         FROM hr_employee x JOIN hr_version v ON v.id = x.current_version_id) e
                WHERE e.joined_on > %(since)s AND e.payroll_reference IS NOT NULL
                  AND (%(company)s IS NULL OR e.company_id = %(company)s) AND e.police_type <> 'special'
                  AND NOT EXISTS (SELECT 1 FROM police_starter s
                                   WHERE s.employee_id = e.id AND s.joined_on = e.joined_on)
                  AND (NOT EXISTS (SELECT 1 FROM police_pay_profile p WHERE p.employee_id = e.id AND p.active
                                      AND p.tax_code IS NOT NULL)
                       OR EXISTS (SELECT 1 FROM police_leaver l WHERE l.employee_id = e.id
                                     AND l.state <> 'cancelled' AND l.leaving_date < e.joined_on))
                ORDER BY e.joined_on, e.id""",
            {
                "since": fields.Date.context_today(self) - LOOK_BACK,
                "company": company.id if company else None,
            },
        )
        rows = self.env.cr.fetchall()
        return self.sudo().create(
            [
                {
                    "employee_id": employee_id,
                    "joined_on": joined,
                    "pension_scheme": SCHEMES.get(kind, "none"),
                    "ni_category": self._expected_letter(born, joined),
                }
                for employee_id, joined, kind, born in rows
            ]
        )

    @staticmethod
    def _expected_letter(born, on):
        try:
            return ni_letter.expected(ni_letter.NiFacts(born), on, RuleSet.load())[0] if born else "A"
        except EngineError:
            return "A"

    @api.model
    def action_worklist(self):
        """Bring the list up to date and show it."""
        if self.has_access("write"):
            self._find_new()
        return self.env["ir.actions.act_window"]._for_xml_id("police_movers.action_starter")

    @api.model
    def _cron_find_new(self):
        self._find_new()

    # -- onto payroll ---------------------------------------------------------------------------

    def action_apply(self):
        """Write the payroll facts and the P45's figures. Refused while something blocks."""
        if not self.env.user.has_group("police_core.group_payroll_clerk"):
            raise AccessError(self.env._("Only payroll clerks put starters on payroll."))
        for starter in self:
            if starter.state != "waiting":
                raise UserError(self.env._("%s is already on payroll.", starter.employee_id.name))
            if starter.is_blocked:
                raise UserError(
                    self.env._(
                        "%(who)s can not be put on payroll yet:\n%(why)s",
                        who=starter.employee_id.name, why=starter.problems or self.env._("no tax code"),
                    )
                )  # fmt: skip
            starter._check_number()
            starter._apply()
        return True

    def _check_number(self):
        if not self.is_rejoiner:
            return
        old = self._former_leaver().p45_number
        if not self.new_payroll_reference or self.new_payroll_reference == old:
            raise UserError(
                self.env._(
                    "%(who)s left this force in the same tax year with a P45 under number %(old)s. "
                    "HMRC knows "
                    "that employment as ended: give a new payroll number, such as %(new)s.",
                    who=self.employee_id.name,
                    old=old,
                    new=f"{old}-2",
                )
            )

    def _apply(self):
        found, _faults = self._position()
        if self.new_payroll_reference:
            self.employee_id.sudo().payroll_reference = self.new_payroll_reference
        self._write_profile(found)
        if found.previous_pay or found.previous_tax:
            self._write_opening(found)
        self.state = "done"
        self.message_post(
            body=self.env._("On payroll with %(code)s: %(why)s.", code=found.tax.code, why=found.why)
        )
        self.env["police.pay.contributor"]._touched(self.employee_id, self.joined_on)

    def _write_profile(self, found):
        profiles = self.env["police.pay.profile"]
        values = {
            "tax_code": found.tax.code,
            "tax_basis": found.tax.basis,
            "ni_category": self.ni_category or "A",
            "student_loan_plan": self.student_loan_plan,
            "postgraduate_loan": self.postgraduate_loan,
            "pension_scheme": self.pension_scheme,
            "starter_declaration": self.declaration or NO_CHECKLIST,
            "source": found.why[:1].upper() + found.why[1:],
        }
        same_day = profiles.search(
            [("employee_id", "=", self.employee_id.id), ("date_from", "=", self.joined_on)], limit=1
        )
        if same_day:
            same_day.write(values)
        else:
            profiles.create({**values, "employee_id": self.employee_id.id, "date_from": self.joined_on})

    def _write_opening(self, found):
        openings = self.env["police.pay.opening"]
        year = tax_year_of(self.first_pay_date)
        values = {
            "previous_pay": found.previous_pay / 100,
            "previous_tax": found.previous_tax / 100,
            "source": self.env._("P45 of %s", self.p45_employer or self.env._("the former employer")),
        }
        known = openings.search([("employee_id", "=", self.employee_id.id), ("tax_year", "=", year)], limit=1)
        if known and self.is_rejoiner:  # figures of the employment that the P45 ended are in the P45
            known.message_post(body=self.env._("Before re-joining: %s", self._stated(known)))
            values |= {name: 0 for name in MONEY if name not in values} | {"nic": False}
        if known:
            known.write(values)
        else:
            openings.create({**values, "employee_id": self.employee_id.id, "tax_year": year})

    @staticmethod
    def _stated(opening):
        """The opening figures in words."""
        figures = [f"{opening._fields[name].string} £{opening[name]:,.2f}" for name in MONEY if opening[name]]
        return "; ".join([*figures, *(str(row) for row in opening.nic or ())])

    def action_cancel(self):
        """Take the person off the worklist, for example because they never came."""
        if any(starter.state == "done" for starter in self):
            raise UserError(self.env._("A starter on payroll is not cancelled; record them as a leaver."))
        self.write({"state": "cancelled"})
        return True

    @api.constrains("new_payroll_reference")
    def _check_new_reference(self):
        for starter in self.filtered("new_payroll_reference"):
            if len(starter.new_payroll_reference) > 35:
                raise ValidationError(self.env._("HMRC takes payroll numbers of up to 35 characters."))


def _words(problem):
    """The finding without the person it names."""
    return problem.message.removeprefix(f"{problem.person}: ")
