"""Opening figures put right after the first payslip of the year count from the next one on."""

from odoo.tests import tagged

from .common import PayrollCase


@tagged("post_install", "-at_install", "police")
class TestYearToDate(PayrollCase):
    def _opening(self, **figures):
        values = {"employee_id": self.staff.id, "tax_year": "2026-27", "source": "Former system"}
        return self.env["police.pay.opening"].create({**values, **figures})

    def _ytd(self, run):
        return self.slip(run, self.staff).ytd

    def test_corrected_opening_is_in_the_next_payslip(self):
        nic = {"letter": "A", "gross": "9000.00", "at_lel": "2000.00", "lel_to_pt": "2000.00",
               "pt_to_uel": "5000.00", "employee": "400.00", "employer": "900.00"}  # fmt: skip
        opening = self._opening(taxable_pay=9000, tax=1200, gross=9500, net=7000, nic=[nic])
        august = self._ytd(self.approved(self.august))
        opening.write({"taxable_pay": 9100, "gross": 9600, "nic": [{**nic, "gross": "9100.00"}]})
        september = self.calculated()
        slip = self.slip(september, self.staff)
        self.assertEqual(slip.ytd["gross"], august["gross"] + round(slip.gross * 100) + 100_00)
        self.assertEqual(
            slip.ytd["taxable_pay"], august["taxable_pay"] + round(slip.taxable_pay * 100) + 100_00
        )
        self.assertEqual(slip.ytd["nic"][0][1], august["nic"][0][1] + round(slip.nicable_pay * 100) + 100_00)
        self.assertEqual(slip.ytd["net"], august["net"] + round(slip.net * 100))

    def test_p45_figures_that_come_late_are_used(self):
        self.approved(self.august)
        self._opening(previous_pay=5000, previous_tax=800)
        ytd = self._ytd(self.calculated())
        self.assertEqual((ytd["previous_pay"], ytd["previous_tax"]), (500000, 80000))
