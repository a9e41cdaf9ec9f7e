"""What is true of a person: identifiers, names, scales, dates."""

from datetime import date

from odoo.addons.police_engine.params.loader import RuleSet
from odoo.addons.police_engine.pay import scales
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from .common import JOINED, PoliceCase


@tagged("post_install", "-at_install", "police")
class TestEmployee(PoliceCase):
    def test_nino(self):
        person = self.hire(nino="ab 12 34 56 c")
        self.assertEqual(person.nino, "AB123456C")
        for wrong in ("AB12345C", "QQ123456C", "BG123456A"):
            with self.subTest(nino=wrong), self.assertRaises(ValidationError):
                person.nino = wrong

    @mute_logger("odoo.sql_db")
    def test_payroll_reference_is_unique_in_the_force(self):
        self.hire(payroll_reference="P1")
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.env["hr.employee"].create(
                {"name": "Twin", "company_id": self.force.id, "payroll_reference": " P1 "}
            )

    def test_hr_officer_takes_on_a_person_on_the_screen(self):
        form = Form(self.env["hr.employee"].with_user(self.officer_user).with_company(self.force))
        form.forenames, form.surname = "Mary", "Jones"
        form.rank_id = self.ranks["pcso"]
        form.contract_date_start = date(2026, 9, 14)
        form.collar_number = "7001"
        form.nino = "AB123456C"
        form.station_id = self.north
        person = form.save()
        self.assertEqual((person.name, person.police_type), ("Mary Jones", "pcso"))
        self.assertEqual((person.weekly_hours, person.full_time_hours), (37.0, 37.0))
        self.assertEqual(person.joined_on, date(2026, 9, 14))
        self.assertEqual(person.version_id.date_version, date(2026, 9, 14))
        self.assertEqual(person.collar_holding_ids.date_from, date(2026, 9, 14))

    def test_name_follows_its_parts(self):
        person = self.env["hr.employee"].create(
            {"forenames": "Mary Ann", "surname": "Jones", "company_id": self.force.id}
        )
        self.assertEqual(person.name, "Mary Ann Jones")
        person.surname = "Smith"
        self.assertEqual(person.name, "Mary Ann Smith")

    def test_scale_by_rank_region_and_appointment_as_the_engine_has_it(self):
        rules, on = RuleSet.load(), date(2026, 9, 1)
        for code, rank in self.ranks.items():
            if code not in scales.RANKS:
                continue
            for region in ("england_wales", "london"):
                for appointed in (date(2013, 3, 31), date(2013, 4, 1), None):
                    self.assertEqual(
                        rank._scale_key(region, appointed),
                        scales.scale_of(rules, code, region, appointed, on),
                        (code, region, appointed),
                    )

    def test_every_scale_of_a_rank_is_published(self):
        published = RuleSet.load().at(scales.SCALES, date(2025, 9, 1))
        known = published.values.keys() | {key.partition(".")[0] for key in published.unknown}
        for rank in self.ranks.values():
            for scale in filter(None, (rank.scale, rank.scale_london, rank.scale_before)):
                self.assertIn(scale, known, rank.code)

    def test_scale_follows_facts_and_can_be_fixed(self):
        person = self.hire(rank="inspector", pay_point="1")
        self.assertEqual(person.pay_scale, "inspector_outside_london")
        person.pay_region = "london"
        self.assertEqual(person.pay_scale, "inspector_london")
        person.pay_scale_override = "inspector_outside_london"
        self.assertEqual(person.pay_scale, "inspector_outside_london")

    def test_old_constables_keep_their_scale(self):
        person = self.hire(appointed_on=date(2010, 5, 1))
        self.assertEqual(person.pay_scale, "constable_appointed_before_2013_04_01")

    def test_joining_and_leaving_dates(self):
        person = self.hire()
        self.assertEqual((person.joined_on, person.leaving_date), (JOINED, False))
        person.contract_date_end = date(2026, 6, 30)
        self.assertEqual(person.leaving_date, date(2026, 6, 30))
        person.create_contract(date(2026, 9, 1))
        self.assertEqual((person.joined_on, person.leaving_date), (date(2026, 9, 1), False))

    def test_rank_must_fit_the_kind_of_person(self):
        with self.assertRaises(ValidationError):
            self.hire().police_type = "staff"

    @mute_logger("odoo.sql_db")
    def test_absurd_hours(self):
        person = self.hire()
        with self.assertRaises(ValidationError):
            person.weekly_hours = 45.0
        for hours in (-1.0, 101.0):
            with self.subTest(hours=hours), self.assertRaises(CheckViolation), self.cr.savepoint():
                person.write({"weekly_hours": hours, "full_time_hours": max(hours, 40.0)})
                self.env.flush_all()

    def test_fte(self):
        self.assertEqual(self.hire(weekly_hours=24.0).fte, 0.6)

    def test_first_increment_is_the_next_anniversary(self):
        self.assertEqual(self.hire().increment_date, date(2021, 3, 10))
        known_later = self.hire("Later", date_version=date(2026, 4, 1))
        self.assertEqual(known_later.increment_date, date(2027, 3, 10))

    def test_no_increment_at_the_top(self):
        self.assertFalse(self.hire(pay_point="7").increment_date)
