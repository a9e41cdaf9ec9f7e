"""The browser story: a starter is put on payroll, a leaver looked at, HMRC's notices read."""

import base64

from odoo.addons.police_core.tests.tours import TourCase
from odoo.addons.police_hr.services.people_loader import load_people
from odoo.tests import tagged

from .common import MoversCase
from .test_notices import HEAD


@tagged("post_install", "-at_install", "police_tour")
class TestMoversTour(MoversCase, TourCase):
    def test_starter_leaver_and_notice(self):
        facts = self._person(
            200009,
            "Nova",
            "Starter",
            "staff",
            "police_staff",
            local_salary_id=self.salary.id,
            weekly_hours=37,
            full_time_hours=37,
            contract_date_start="2026-09-14",
            appointed_on=False,
        )
        joiner = load_people(self.env(su=True), self.company, [facts])
        self.staff.version_id.contract_date_end = "2026-09-15"
        self.clerk_env["police.hmrc.notice.file"].create(
            {
                "name": "dps.csv",
                "content": base64.b64encode(
                    "\r\n".join(
                        [
                            HEAD,
                            "P6,2026-09-05,2026-09-05,100002,900L,,,,",
                            "P9,2026-09-05,2026-09-05,999999,1L,,,,",
                        ]
                    ).encode()
                ),
            }
        )
        for path, name in (
            ("starter_worklist", "starter"),
            ("leaver_worklist", "leaver"),
            ("hmrc_notice_file", "notice"),
        ):
            self.start_tour(
                f"/odoo/action-police_movers.action_{path}", f"police_movers_{name}", login=self.clerk.login
            )
        self.assertEqual(self.profile(joiner).tax_code, "1257L")
        self.assertEqual(self.env["police.hmrc.notice"].search_count([("finding", "=", "unknown_person")]), 1)
        self.assertTrue(self.env["police.leaver"].search([("employee_id", "=", self.staff.id)]))
