"""Duties of the small force of police_payroll's tests. September 2026: the 1st is a Tuesday."""

from odoo.addons.police_payroll.tests.common import PayrollCase
from odoo.tests import new_test_user


class DutyCase(PayrollCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supervisor, cls.supervisor2 = (
            new_test_user(
                cls.env,
                login=f"t.supervisor{number}",
                groups="police_duty.group_duty_supervisor",
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
                tz="Europe/London",
            )
            for number in (1, 2)
        )
        cls.sheet = (
            cls.env["police.duty.sheet"]
            .with_user(cls.clerk)
            .create({"team": "Response A", "week_start": "2026-08-31", "supervisor_id": cls.supervisor.id})
        )

    @classmethod
    def close_august(cls):
        """August paid, once for all tests of a class; September is open."""
        cls("setUp").approved(cls.august)

    def duty(self, person, day, worked=None, rostered=None, user=None, **facts):
        """A duty on the sheet of the first week of September; kind rostered unless told otherwise."""
        return (
            self.env["police.duty.entry"]
            .with_user(user or self.clerk)
            .create(
                {
                    "sheet_id": facts.pop("sheet_id", self.sheet.id),
                    "company_id": self.company.id,
                    "employee_id": person.id,
                    "duty_date": day,
                    "rostered_text": rostered or False,
                    "worked_text": worked or False,
                    "authorised_by": "Insp 1042",
                    **facts,
                }
            )
        )

    def late_tour(self, person=None, day="2026-09-01", until="1730", **facts):
        """07:00 to 15:00, told at 06:00 to stay on: two and a half hours of planned overtime to 17:30."""
        return self.duty(
            person or self.sergeant, day, f"0700-{until}", "0700-1500", told_at=f"{day} 05:00:00", **facts
        )

    def approve(self, entries, user=None):
        entries.with_user(user or self.supervisor).action_approve()
        return entries

    def earned(self, entries):
        """[(code, units or quantity, state)] in order."""
        return [
            (p.code, p.units or p.amount or p.quantity, p.state)
            for p in entries.sudo().piece_ids.sorted(lambda p: (p.on_date, p.code, p.id))
        ]

    def lines(self, run, person, code):
        """[(amount, date, reference in the facts)] of a person's lines of a code."""
        return [line.amount for line in self.slip(run, person).line_ids.sorted("id") if line.code == code]
