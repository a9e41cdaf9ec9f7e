"""Who sees and moves what on the way from defect to repair."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import RepairCase


@tagged("post_install", "-at_install", "police")
class TestAccess(RepairCase):
    def test_an_officer_opens_no_card_of_their_own_accord(self):
        defect = self.report(severity="minor").with_user(self.officer)
        with self.assertRaises(AccessError):
            defect.action_open_card()
        with self.assertRaises(AccessError):
            defect.write({"job_id": self.job().id})

    def test_an_officer_reads_their_defect_though_a_card_is_on_it(self):
        defect = self.report().with_user(self.officer)
        self.assertEqual(defect.read(["title", "state"])[0]["title"], "Rear brakes grind")
        form = self.env["police.fleet.defect"].with_user(self.officer).get_view(view_type="form")
        self.assertNotIn('name="job_id"', form["arch"])

    def test_a_technician_sees_the_defects_of_a_covert_car_on_cards(self):
        covert = self.vehicle("AB12 CDX", police_role="covert")
        defect = self.report(covert, user=self.manager)
        technician = self.ann.user_id
        found = self.env["police.fleet.defect"].with_user(technician).search([("id", "=", defect.id)])
        self.assertEqual(found.title, "Rear brakes grind")
        with self.assertRaises(AccessError):
            found.severity = "minor"

    def test_an_auditor_reads_and_moves_nothing(self):
        card = self.report().job_id.with_user(self.auditor)
        self.assertEqual(card.defect_ids.title, "Rear brakes grind")
        card.sudo().technician_id = self.ann
        with self.assertRaises(AccessError):
            card.action_start()
