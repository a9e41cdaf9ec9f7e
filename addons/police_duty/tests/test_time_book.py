"""Time owed: posted by approved duties, undone by corrections, never changed by hand."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DutyCase


@tagged("post_install", "-at_install", "police")
class TestTimeBook(DutyCase):
    def events(self):
        return self.env["police.time.event"].search([("employee_id", "=", self.sergeant.id)], order="number")

    def test_time_off_instead_of_pay_at_the_same_multiple(self):
        entry = self.late_tour(time_off=True)
        self.assertFalse(self.events())  # nobody approved it
        self.approve(entry)
        self.assertEqual((self.events().account, self.events().quantity), ("toil", 2 * 3600 + 4800))
        self.assertEqual(round(self.events().hours, 2), 3.33)
        self.assertEqual(self.env["police.time.event"]._balance(self.sergeant, "toil"), 12000)

    def test_withdrawing_undoes_and_approving_again_posts_anew(self):
        entry = self.approve(self.late_tour(time_off=True))
        entry.with_user(self.supervisor).action_withdraw()
        self.assertEqual(self.env["police.time.event"]._balance(self.sergeant, "toil"), 0)
        self.approve(entry)
        self.assertEqual(len(self.events()), 3)
        self.assertEqual(round(sum(self.events().mapped("hours")), 2), 3.33)
        answer = self.env["police.time.event"].with_user(self.clerk).action_verify()
        self.assertEqual(answer["params"]["type"], "success")
        self.env.cr.execute("UPDATE police_time_event SET quantity = 1 WHERE id = %s", [self.events()[0].id])
        self.env.invalidate_all()
        answer = self.env["police.time.event"].with_user(self.clerk).action_verify()
        self.assertEqual(answer["params"]["type"], "danger")

    def test_more_than_is_owed_can_not_be_taken(self):
        self.approve(self.late_tour(time_off=True))
        wizard = (
            self.env["police.time.taken"]
            .with_user(self.clerk)
            .create(
                {
                    "employee_id": self.sergeant.id,
                    "amount": 4,
                    "reference": "Leave 1",
                    "on_date": "2026-09-20",
                }
            )
        )
        with self.assertRaisesRegex(UserError, "owed 3.33 h"):
            wizard.action_post()
        wizard.amount = 3
        wizard.action_post()
        self.assertEqual(self.env["police.time.event"]._balance(self.sergeant, "toil"), 1200)

    @mute_logger("odoo.sql_db")
    def test_events_are_never_changed_or_written_by_hand(self):
        self.approve(self.late_tour(time_off=True))
        event = self.events()
        for act in (
            lambda: event.sudo().write({"quantity": 1}),
            lambda: event.sudo().unlink(),
            lambda: event.sudo().copy(),
        ):
            with self.assertRaises(UserError):
                act()

    def test_a_rest_day_with_notice_is_another_rest_day(self):
        entry = self.duty(
            self.sergeant, "2026-09-05", "1000-1600", kind="rest_day", told_at="2026-08-10 09:00:00"
        )
        self.approve(entry)
        self.assertEqual((self.events().account, self.events().days), ("rest_days", 1.0))
