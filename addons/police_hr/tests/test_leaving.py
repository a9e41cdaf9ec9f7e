"""Leavers and re-joiners."""

from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..services.version_reader import slices_for
from .common import PoliceCase


@tagged("post_install", "-at_install", "police")
class TestLeaving(PoliceCase):
    def setUp(self):
        super().setUp()
        self.person = self.hire(collar_number="700", service_date=date(2020, 3, 10))

    def _leave(self, day):
        self.env["hr.departure.wizard"].with_user(self.officer_user).with_context(
            active_ids=self.person.ids, employee_termination=True
        ).create(
            {"departure_date": day, "employee_ids": [(6, 0, self.person.ids)]}
        ).action_register_departure()

    def _rejoin(self, day, **changes):
        form = Form(
            self.env["police.rejoin.wizard"]
            .with_user(self.officer_user)
            .with_context(default_employee_id=self.person.id, default_date=day)
        )
        for name, value in changes.items():
            form[name] = value
        form.save().action_rejoin()

    def test_leaving_ends_pay_and_the_collar_number(self):
        self._leave(date(2026, 6, 12))
        self.assertFalse(self.person.active)
        self.assertEqual(self.person.leaving_date, date(2026, 6, 12))
        self.assertEqual(self.person.collar_holding_ids.date_to, date(2026, 6, 12))
        june = slices_for(self.env, self.force, date(2026, 6, 1), date(2026, 6, 30))
        self.assertEqual(june[self.person.id][0].date_to, date(2026, 6, 12))

    def test_rejoining_keeps_the_person_and_their_history(self):
        self._leave(date(2026, 6, 12))
        self._rejoin(date(2026, 9, 7), pay_point="4")
        self.assertTrue(self.person.active)
        self.assertEqual((self.person.joined_on, self.person.leaving_date), (date(2026, 9, 7), False))
        self.assertEqual(self.person.service_date, date(2026, 9, 7))
        year = slices_for(self.env, self.person, date(2026, 6, 1), date(2026, 9, 30))[self.person.id]
        self.assertEqual(
            [(s.date_from, s.date_to, s.pay_point) for s in year],
            [(date(2026, 6, 1), date(2026, 6, 12), "3"), (date(2026, 9, 7), date(2026, 9, 30), "4")],
        )
        held = self.person.collar_holding_ids.sorted("date_from")
        self.assertEqual(held.mapped("date_from"), [date(2020, 3, 10), date(2026, 9, 7)])

    def test_continuous_service_is_kept_when_told(self):
        self._leave(date(2026, 6, 12))
        self._rejoin(date(2026, 6, 15), continuous=True)
        self.assertEqual(self.person.service_date, date(2020, 3, 10))

    def test_rejoining_with_another_number(self):
        self._leave(date(2026, 6, 12))
        self._rejoin(date(2026, 9, 7), collar_number="701")
        held = {h.number: (h.date_from, h.date_to) for h in self.person.collar_holding_ids}
        self.assertEqual(held["701"], (date(2026, 9, 7), None or False))
        self.assertEqual(held["700"][1], date(2026, 6, 12))
        with self.assertRaises(ValidationError):
            self.hire("Other", collar_number="700", contract_date_start=date(2026, 10, 1))

    def test_not_before_leaving(self):
        with self.assertRaises(UserError):
            self._rejoin(date(2026, 9, 7))
        self._leave(date(2026, 9, 7))
        with self.assertRaises(UserError):
            self._rejoin(date(2026, 9, 7))
