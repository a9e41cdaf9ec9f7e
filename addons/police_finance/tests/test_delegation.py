"""Limits: dated, approved by somebody who does not gain, and never edited afterwards."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SOURCE, ForceCase


@tagged("post_install", "-at_install", "police")
class TestDelegation(ForceCase):
    def _draft(self, user=None, **vals):
        return (
            self.env["police.delegation.limit"]
            .with_user(user or self.admin_user)
            .create(
                {
                    "company_id": self.force.id,
                    "activity": "bill_own",
                    "amount": 500,
                    "source": SOURCE,
                    "date_from": date(2026, 1, 1),
                    "user_id": self.clerk.id,
                }
                | vals
            )
        )

    def _cover(self, user, amount, on=date(2026, 9, 1), centres=None):
        return self.env["police.delegation.limit"]._covering(
            user, "bill_own", self.force, amount, centres, on
        )[1]

    def test_the_amount_itself_is_covered_and_a_penny_more_is_not(self):
        self.assertEqual(self._cover(self.clerk, 1000.00), "")
        self.assertIn("£\xa01,000.00", self._cover(self.clerk, 1000.01).replace("£1", "£\xa01"))

    def test_a_draft_limit_authorises_nothing(self):
        self._draft(user_id=self.manager.id)
        self.assertIn("no delegated limit", self._cover(self.manager, 1))

    def test_a_personal_limit_replaces_that_of_the_role(self):
        self._draft(amount=200).with_user(self.accountant).action_approve()
        self.assertIn("above the limit", self._cover(self.clerk, 300))
        self.assertEqual(self._cover(self.clerk2, 300), "")

    def test_limits_hold_from_their_first_to_their_last_day(self):
        limit = self._draft(user_id=self.manager.id, date_from=date(2026, 3, 1), date_to=date(2026, 3, 31))
        limit.with_user(self.accountant).action_approve()
        for day, covered in (
            (date(2026, 2, 28), False),
            (date(2026, 3, 1), True),
            (date(2026, 3, 31), True),
            (date(2026, 4, 1), False),
        ):
            self.assertEqual(self._cover(self.manager, 1, on=day) == "", covered, day)

    def test_a_cost_centre_limit_covers_only_that_cost_centre(self):
        self._draft(user_id=self.manager.id, cost_centre_id=self.centre.id).with_user(
            self.accountant
        ).action_approve()
        self.assertEqual(self._cover(self.manager, 500, centres=self.centre), "")
        self.assertTrue(self._cover(self.manager, 500, centres=self.centre | self.centre2))
        self.assertTrue(self._cover(self.manager, 500))

    def test_nobody_approves_a_limit_they_entered_or_gain_by(self):
        own = self._draft(user=self.accountant)
        with self.assertRaisesRegex(AccessError, "prepared this limit"):
            own.with_user(self.accountant).action_approve()
        gains = self._draft(user_id=self.accountant.id)
        with self.assertRaisesRegex(AccessError, "own limit"):
            gains.with_user(self.accountant).action_approve()
        role = self._draft(user_id=False, group_id=self.env.ref("police_core.group_force_accountant").id)
        with self.assertRaisesRegex(AccessError, "own limit"):
            role.with_user(self.accountant2).action_approve()
        role.with_user(self.manager).action_approve()
        self.assertEqual(role.state, "approved")

    def test_a_clerk_can_neither_enter_nor_approve_nor_forge_limits(self):
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self._draft(user=self.clerk)
        with self.assertRaises(AccessError):
            self._draft().with_user(self.clerk).action_approve()
        with self.assertRaises(AccessError):
            self._draft(user=self.accountant, approved_by_id=self.accountant2.id)
        with self.assertRaises(AccessError):
            self._draft().with_user(self.accountant).write({"approved_by_id": self.accountant.id})

    def test_an_approved_limit_is_ended_not_changed(self):
        limit = self.limit_own.with_user(self.accountant)
        for vals in (
            {"amount": 9999},
            {"user_id": self.clerk.id, "group_id": False},
            {"date_from": "2019-01-01"},
        ):
            with self.assertRaises(UserError):
                limit.write(vals)
        limit.write({"date_to": date(2026, 8, 31)})
        self.assertIn("no delegated limit", self._cover(self.clerk, 1))
        with self.assertRaises(UserError):
            limit.write({"date_to": False})
        with self.assertRaises(UserError):
            limit.unlink()
