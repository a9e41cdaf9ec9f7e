"""What an Employer Payment Summary says: recovered statutory pay, levy, no payment, final submission."""

from odoo import api, fields, models
from odoo.addons.police_engine.adapters.rti import eps
from odoo.addons.police_engine.adapters.rti.common import STATUTORY
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.money import pounds
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.paye import levy
from odoo.addons.police_engine.paye.figures import in_pence
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import UserError, ValidationError

from ..services import law
from ..services.pay_bill import pay_bill_to_date

KINDS = dict(zip(STATUTORY, eps._KINDS, strict=True))  # SMP: maternity, …
RECOVERED = {kind: f"eps_{kind.lower()}" for kind in STATUTORY}
COMPENSATED = {kind: f"eps_compensation_{kind.lower()}" for kind in STATUTORY}


def amount(label, **kwargs):
    return fields.Monetary(label, **kwargs)


class RtiSubmission(models.Model):
    _inherit = "police.rti.submission"

    eps_smp = amount("Maternity pay (SMP)", help="In the tax year to date, as all of these.")
    eps_spp = amount("Paternity pay (SPP)")
    eps_sap = amount("Adoption pay (SAP)")
    eps_shpp = amount("Shared parental pay (ShPP)")
    eps_spbp = amount("Bereavement pay (SPBP)")
    eps_sncp = amount("Neonatal care pay (SNCP)")
    eps_compensation_smp = amount("NIC compensation on maternity pay", help="Small employers only.")
    eps_compensation_spp = amount("NIC compensation on paternity pay")
    eps_compensation_sap = amount("NIC compensation on adoption pay")
    eps_compensation_shpp = amount("NIC compensation on shared parental pay")
    eps_compensation_spbp = amount("NIC compensation on bereavement pay")
    eps_compensation_sncp = amount("NIC compensation on neonatal care pay")
    eps_cis = amount("CIS deductions suffered", help="Taken from the force's own construction invoices.")
    eps_levy = amount("Levy due", help="In the tax year to date.")
    eps_levy_allowance = amount("Annual levy allowance")
    eps_levy_stated = fields.Boolean(string="Report the levy")
    eps_allowance = fields.Selection(
        [("yes", "Claim"), ("no", "Withdraw the claim")], string="Employment Allowance"
    )
    eps_no_payment_from = fields.Date(string="Nobody paid from")
    eps_no_payment_to = fields.Date(string="Nobody paid until")
    eps_inactive_from = fields.Date(string="No pay expected from")
    eps_inactive_to = fields.Date(string="No pay expected until")
    eps_repay = fields.Boolean(string="Give our bank account")
    eps_final = fields.Boolean(string="Final submission for the year")
    eps_ceased_on = fields.Date(string="The PAYE scheme ended on")

    @api.model
    def _eps_fields(self):
        return {name for name in self._fields if name.startswith("eps_")}

    @api.constrains("eps_allowance", "company_id")
    def _check_allowance(self):
        for one in self:
            if one.eps_allowance == "yes" and one.company_id.rti_public_body:
                raise ValidationError(
                    self.env._(
                        "%s does more than half its work in the public sector and may not claim Employment "
                        "Allowance (National Insurance Contributions Act 2014 s.2).",
                        one.company_id.name,
                    )
                )

    def action_fill_eps(self):
        """Recovered statutory pay and levy to date, from absences and payslips."""
        self.ensure_one()
        self._check_role("police_core.group_payroll_clerk")
        if self.state not in ("draft", "ready"):
            raise UserError(self.env._("%s has been sent.", self.name))
        self.write(self._eps_figures())
        return True

    def _eps_figures(self):
        """Field values of the tax month of this EPS."""
        contributor = self.env["police.pay.contributor"].sudo()
        figures = {}
        for names, part in (
            (RECOVERED, contributor._statutory_recovery),
            (COMPENSATED, contributor._statutory_compensation),
        ):
            figures |= {names[kind]: pounds(pence) for kind, pence in self._to_date(names, part).items()}
        bill = pay_bill_to_date(self.sudo().env, self.company_id, self.tax_year, self.tax_month)
        end = law.month_dates(self.tax_year, self.tax_month)[1]
        rules = RuleSet.load()
        try:
            due = levy.to_date(rules, end, bill, self.tax_month)
            allowance = in_pence(rules.at(levy.LEVY, end)["annual_allowance"])
        except EngineError as error:
            raise UserError(str(error)) from error
        stated = bool(due or self._earlier_eps().eps_levy_stated)
        return {
            **figures, "eps_levy": pounds(due), "eps_levy_stated": stated,
            "eps_levy_allowance": pounds(allowance),
        }  # fmt: skip

    def _to_date(self, names, of_month):
        """{kind: pence}: the last EPS that HMRC took (its fields ``names``), and the months since."""
        before = self._earlier_eps()
        sums = {kind: to_pence(before[name]) if before else 0 for kind, name in names.items()}
        by_upper = {kind.upper(): kind for kind in STATUTORY}
        for month in range(before.tax_month + 1 if before else 1, self.tax_month + 1):
            for kind, part in of_month(self.company_id, self.tax_year, month).items():
                if str(kind).upper() not in by_upper:
                    raise UserError(
                        self.env._("%s is not statutory pay that may be recovered on the EPS.", kind)
                    )
                sums[by_upper[str(kind).upper()]] += part
        return sums

    def _earlier_eps(self):
        """The last EPS of the year before this one's month that HMRC accepted or has in hand."""
        return self.sudo().search(
            [
                ("company_id", "=", self.company_id.id), ("kind", "=", "eps"),
                ("tax_year", "=", self.tax_year), ("tax_month", "<", self.tax_month),
                ("state", "in", ("sent", "acknowledged", "accepted")),
            ],
            order="tax_month desc, id desc", limit=1,
        )  # fmt: skip

    def _compose_eps(self):
        employer = self.company_id._employer()
        if self.eps_repay and employer.bank is None:
            raise UserError(self.env._("%s has no bank account for a repayment.", self.company_id.name))
        summary = eps.PaymentSummary(
            no_payment=self._dates("no_payment"),
            inactivity=self._dates("inactive"),
            recovery=self._recovery(),
            levy=eps.Levy(to_pence(self.eps_levy), self.tax_month, to_pence(self.eps_levy_allowance))
            if self.eps_levy_stated
            else None,
            final_for_year=self.eps_final,
            employment_allowance={"yes": True, "no": False}.get(self.eps_allowance),
            account=employer.bank if self.eps_repay else None,
            ceased_on=self.eps_ceased_on or None,
        )
        return eps.build_eps(
            employer, summary, tax_year=self.tax_year, timestamp=self._now(),
            period_end=law.month_dates(self.tax_year, self.tax_month)[1],
        )  # fmt: skip

    def _dates(self, name):
        start, end = self[f"eps_{name}_from"], self[f"eps_{name}_to"]
        if bool(start) != bool(end):
            raise UserError(
                self.env._("%s: give both dates or neither.", self._fields[f"eps_{name}_from"].string)
            )
        return (start, end) if start else None

    def _recovery(self):
        amounts = {KINDS[kind]: to_pence(self[f"eps_{kind.lower()}"]) for kind in STATUTORY}
        amounts |= {
            f"compensation_{KINDS[kind]}": to_pence(self[f"eps_compensation_{kind.lower()}"])
            for kind in STATUTORY
        }
        amounts["cis_suffered"] = to_pence(self.eps_cis)
        return eps.Recovery(self.tax_month, **amounts) if any(amounts.values()) else None

    def _eps_reduction(self):
        """Pence to date by which the EPS makes the payment to HMRC smaller."""
        names = [
            name
            for name, field in self._fields.items()
            if name.startswith("eps_") and field.type == "monetary" and not name.startswith("eps_levy")
        ]
        return sum(to_pence(self[name]) for name in names)

    def _eps_totals(self):
        due = to_pence(self.eps_levy) if self.eps_levy_stated else 0
        return {"amount_total": pounds(due - self._eps_reduction())}
