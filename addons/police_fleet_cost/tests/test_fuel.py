"""Files taken whole and once, findings, the odometer ledger's part, and our own tanks."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import CARDS, CostCase


@tagged("post_install", "-at_install", "police")
class TestFuel(CostCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.car = cls.vehicle(fuel_type="diesel")

    def row(self, number="T1", ago=3, litres="40", product="Diesel", site="Harbour", at="08:05", dial=""):
        return f"{number},,AB12 CDE,{self.day(ago)},{at},{site},{product},{litres},60.00,10.00,{dial}\n"

    def test_a_file_is_taken_with_its_purchases_and_readings(self):
        file = self.receive("card", CARDS + self.row(dial="12000"))
        self.assertRecordValues(
            file.fuel_ids, [{"vehicle_id": self.car.id, "net": 50.0, "quantity": 40.0, "unit_price": 125.0}]
        )
        self.assertEqual((file.rows, file.gross, file.readings_offered), (1, 60.0, 1))
        reading = self.env["fleet.vehicle.odometer"].search([("vehicle_id", "=", self.car.id)])
        self.assertRecordValues(reading, [{"value": 12000.0, "source": "fuel_card", "reference": "T1"}])

    def test_the_same_file_twice_is_refused_with_who_and_when(self):
        self.receive("card", CARDS + self.row(), "september.csv")
        with self.assertRaisesRegex(UserError, r"received on .* by .* as september\.csv; nothing was added"):
            self.receive("card", CARDS + self.row(), "again.csv")

    def test_the_same_row_in_another_file_is_refused(self):
        self.receive("card", CARDS + self.row(), "one.csv")
        with self.assertRaisesRegex(UserError, "Line 3: transaction T1 was received already"):
            self.receive("card", CARDS + self.row("T2") + self.row("T1"), "two.csv")

    def test_every_bad_row_is_listed_and_nothing_kept(self):
        bad = (
            CARDS
            + self.row("T7")
            + self.row("T8", litres="x")
            + self.row("T9").replace("AB12 CDE", "ZZ99 ZZZ")
        )
        bad += self.row("T10", ago=-2)
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self.receive("card", bad)
        for words in ("Line 3, litres", "Line 4, registration: ZZ99ZZZ", "Line 5, date"):
            self.assertIn(words, str(caught.exception))
        self.assertFalse(self.car.fuel_ids)

    def test_an_unknown_card_is_refused(self):
        with self.assertRaisesRegex(UserError, "card 7001 is not ours"):
            self.receive("card", CARDS + self.row().replace("T1,,", "T1,7001,"))

    def test_a_dial_that_cannot_be_never_stops_the_file(self):
        file = self.receive(
            "card", CARDS + self.row("T1", dial="9999999") + self.row("T2", dial="12000", ago=2)
        )
        self.assertEqual(len(file.fuel_ids), 2)
        self.assertFalse(self.car.odometer > 1_000_000)
        counted = self.env["fleet.vehicle.odometer"].search(
            [("vehicle_id", "=", self.car.id), ("value", "=", 12000)]
        )
        self.assertEqual(len(counted), 1)

    def test_findings_are_a_worklist(self):
        self.car._take_off_road("defect", "brakes")
        self.car.off_road_ids.sudo().began_on = fields.Datetime.now() - timedelta(days=20)
        text = self.row("T1", litres="60") + self.row(
            "T2", at="08:10", site="Moor", product="Unleaded", litres="10"
        )
        file = self.receive("card", CARDS + text)
        codes = sorted(file.fuel_ids.finding_ids.mapped("code"))
        away = "weekend" if (self.today - timedelta(days=3)).weekday() >= 5 else "off_road"
        self.assertEqual(codes, sorted([away, away, "over_tank", "two_places", "wrong_fuel"]))
        finding = file.fuel_ids.finding_ids.filtered(lambda f: f.code == "over_tank").with_user(self.manager)
        with self.assertRaisesRegex(UserError, "write the answer first"):
            finding.action_explain()
        finding.answer = "Two jerrycans for the boat"
        finding.action_explain()
        self.assertEqual((finding.state, finding.answered_by_id), ("explained", self.manager))
        with self.assertRaisesRegex(UserError, "stays as it is"):
            finding.answer = "Something else"

    def test_what_was_put_right_is_withdrawn_what_was_answered_stays(self):
        self.receive("card", CARDS + self.row("T1", litres="60"))
        self.car.tank_litres = 80
        self.receive("card", CARDS + self.row("T2", ago=1, litres="20"))
        self.assertEqual(self.car.fuel_ids.finding_ids.mapped("state"), ["withdrawn"])

    def test_charging(self):
        self.car.write({"fuel_type": "electric", "battery_kwh": 50})
        text = (
            f"session,registration,date,time,site,kwh,gross\nS1,AB12CDE,{self.day(2)},07:30,Bay 2,55.0,9.00\n"
        )
        file = self.receive("charge", text)
        self.assertEqual(file.fuel_ids.finding_ids.mapped("code"), ["over_tank"])

    def tank(self):
        tank = (
            self.env["police.fleet.tank"]
            .with_user(self.manager)
            .create({"name": "Yard", "company_id": self.force.id, "capacity": 1000})
        )
        self.move(tank, "delivery", 600, 5, cost=720)
        return tank

    def move(self, tank, kind, litres, ago, **vals):
        when = fields.Datetime.now() - timedelta(days=ago)
        return tank.env["police.fleet.tank.move"].create(
            {"tank_id": tank.id, "kind": kind, "quantity": litres, "when": when} | vals
        )

    def issue(self, tank, litres):
        when = fields.Datetime.now() - timedelta(days=2)
        return tank.env["police.fleet.fuel"].create(
            {"tank_id": tank.id, "vehicle_id": self.car.id, "quantity": litres, "when": when}
        )

    def test_a_tank_knows_what_it_should_hold_and_a_dip_what_is_missing(self):
        tank = self.tank()
        issue = self.issue(tank, 40)
        self.assertEqual((tank.level, issue.gross, issue.product), (560.0, 48.0, "diesel"))  # £1.20 a litre
        self.assertEqual(self.move(tank, "dip", 548, 1).difference, -12.0)
        self.assertEqual(tank.level, 548.0)

    def test_a_tank_gives_no_more_than_it_has_and_takes_no_more_than_fits(self):
        tank = self.tank()
        with self.assertRaisesRegex(ValidationError, "400 too many"):
            self.move(tank, "delivery", 800, 1)
        with self.assertRaisesRegex(ValidationError, "record the delivery"):
            self.issue(tank, 5000)
