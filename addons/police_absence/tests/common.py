"""The small force of Police Payroll, with an approved staff sick pay scheme."""

from contextlib import contextmanager
from datetime import date, timedelta

from odoo.addons.police_payroll.tests.common import PayrollCase, tagged

DAY = timedelta(days=1)


class AbsenceCase(PayrollCase):
    """Absences are entered by the HR officer; September 2026 is worked out by hand in the tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._user("force_manager")
        cls.hr_env = cls.env(user=cls.hr_officer)
        cls.scheme = cls._scheme("sickness", [(0, 30, 0), (60, 183, 182)])

    @classmethod
    def _scheme(cls, kind, steps, **facts):
        scheme = cls.hr_env["police.absence.scheme"].create(
            {
                "name": f"Scheme of {kind}",
                "kind": kind,
                "date_from": "2020-01-01",
                "company_id": cls.company.id,
                "source": "Staff handbook",
                "step_ids": [
                    (0, 0, {"from_months": months, "full_pay": full, "half_pay": half})
                    for months, full, half in steps
                ],
                **facts,
            }
        )
        scheme.with_user(cls.accountant).action_approve()
        return scheme

    @classmethod
    def absent(cls, person, start, end=None, kind="sickness", **facts):
        """An absence entered by HR."""
        return cls.hr_env["police.absence"].create(
            {"employee_id": person.id, "kind": kind, "date_from": start, "date_to": end, **facts}
        )

    @classmethod
    def maternity(cls, person, start="2026-08-02", **facts):
        """A confirmed maternity leave with evidence and an average entered from elsewhere."""
        known = {
            "expected_date": "2026-09-02",
            "notice_on": "2026-05-01",
            "matb1_signed": "2026-04-25",
            "evidence_on": "2026-05-02",
            "average_entered": 966.00,
            "average_evidence": "Payslips of March and April 2026, old system",
        }
        leave = cls.absent(person, start, kind="maternity", **{**known, **facts})
        leave.action_confirm()
        return leave

    @contextmanager
    def refused(self, exception, text):
        """What follows is refused in these words, and nothing of it stays."""
        with self.assertRaisesRegex(exception, text), self.env.cr.savepoint():
            yield

    def tell(self, person, drop_on, level, told_on):
        """A warning letter given on a day."""
        notice = self.hr_env["police.absence.notice"].create(
            {"employee_id": person.id, "drop_on": drop_on, "level": level}
        )
        notice.told_on = told_on
        return notice

    def amounts(self, run, person):
        """{code: pounds} of the earnings of a person."""
        found = {}
        for line in self.slip(run, person).line_ids.filtered(lambda line: line.kind == "earning"):
            found[line.code] = round(found.get(line.code, 0) + line.amount, 2)
        return found

    def codes(self, run):
        """Codes of the run's problems."""
        return set(run.problem_ids.mapped("code"))


__all__ = ("DAY", "AbsenceCase", "date", "tagged")
