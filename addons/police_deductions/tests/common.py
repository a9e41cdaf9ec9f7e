"""The small force of the payroll tests, with payees and people who decide."""

from odoo.addons.police_payroll.tests.common import PayrollCase


class DeductionCase(PayrollCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._user("force_manager")
        cls.council = cls._payee("Testshire Council", "council")
        cls.court = cls._payee("Testford Magistrates' Court", "court")
        cls.federation = cls._payee("Police Federation", "association")

    @classmethod
    def _payee(cls, name, kind):
        return cls.env["police.deduction.payee"].create(
            {"name": name, "kind": kind, "company_id": cls.company.id}
        )

    def order(self, person, kind, payee=None, approve=True, **facts):
        """An order entered by the clerk and approved by the approver."""
        values = {
            "employee_id": person.id, "kind": kind, "payee_id": (payee or self.court).id,
            "authority_reference": facts.pop("reference", f"REF-{kind}"), "made_on": "2026-07-01",
            "received_on": "2026-07-05", "date_from": "2026-07-05", "administration": False, **facts,
        }  # fmt: skip
        order = self.env["police.deduction.order"].with_user(self.clerk).create(values)
        order.action_submit()
        if approve:
            order.with_user(self.approver).action_approve()
        return order

    def scheme(self, name, code, amount=None, bands=("Standard",), payee=None, since="2026-04-01"):
        """A scheme with an approved rate for each band; without ``amount`` the person chooses it."""
        scheme = self.env["police.deduction.scheme"].with_user(self.clerk).create(
            {
                "name": name, "code": code, "payee_id": (payee or self.federation).id,
                "own_amount": amount is None, "company_id": self.company.id,
                "band_ids": [(0, 0, {"name": band}) for band in bands] if amount is not None else [],
            }
        )  # fmt: skip
        for band in scheme.band_ids:
            self.rate(band, amount, since)
        return scheme

    def rate(self, band, amount, since, approve=True):
        rate = (
            self.env["police.deduction.rate"]
            .with_user(self.clerk)
            .create({"band_id": band.id, "date_from": since, "amount": amount, "source": "Circular 1"})
        )
        if approve:
            rate.with_user(self.approver).action_approve()
        return rate

    def agree(self, person, scheme, approve=True, **facts):
        """A signed agreement."""
        agreement = self.env["police.deduction.agreement"].with_user(self.clerk).create(
            {
                "employee_id": person.id, "scheme_id": scheme.id, "date_from": "2026-08-01",
                "signed_on": "2026-07-20", **facts,
            }
        )  # fmt: skip
        agreement.action_submit()
        if approve:
            agreement.with_user(self.approver).action_approve()
        return agreement

    def loan(self, person, principal=600, count=6, **facts):
        """A season ticket loan, approved."""
        loan = self.env["police.deduction.loan"].with_user(self.clerk).create(
            {
                "employee_id": person.id, "kind": "season_ticket", "principal": principal, "count": count,
                "date_from": "2026-08-01", "signed_on": "2026-07-10", **facts,
            }
        )  # fmt: skip
        loan.action_submit()
        loan.with_user(self.approver).action_approve()
        return loan

    def line(self, run, person, code):
        """Pence of the lines of ``code`` on a payslip."""
        lines = self.slip(run, person).line_ids.filtered(lambda line: line.code == code)
        return round(sum(lines.mapped("amount")) * 100)

    def codes(self, run, severity=None):
        return {p.code for p in run.problem_ids if severity in (None, p.severity)}
