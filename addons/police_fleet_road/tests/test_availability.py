"""Availability by hour: minutes from the off-road record, minimums by shift and weekday, the live board."""

from datetime import datetime, timedelta

from odoo.tests import tagged

from .common import RoadCase

# A Monday in winter, so that local time is UTC.
MONDAY = datetime(2026, 1, 12)


@tagged("post_install", "-at_install", "police")
class TestAvailability(RoadCase):
    def setUp(self):
        super().setUp()
        self.second = self.vehicle("CD34 EFG")
        self.env["police.fleet.off.road"].create(
            {"vehicle_id": self.car.id, "reason": "defect", "began_on": MONDAY.replace(hour=8, minute=30),
             "ended_on": MONDAY.replace(hour=10, minute=15)}
        )  # fmt: skip

    def measure(self, first=7, last=11):
        self.env["police.fleet.availability"]._measure(
            self.force, MONDAY.replace(hour=first), MONDAY.replace(hour=last)
        )
        return self.rows()

    def rows(self):
        return self.env["police.fleet.availability"].search(
            [("company_id", "=", self.force.id)], order="taken_at"
        )

    def minimum(self, name, start, stop, **vals):
        shift = self.env["police.fleet.shift"].create(
            {"name": name, "hour_from": start, "hour_to": stop, "company_id": self.force.id}
        )
        return self.env["police.fleet.minimum"].create(
            {"station_id": self.station.id, "police_role": "response", "shift_id": shift.id} | vals
        )

    def test_minutes_of_each_hour(self):
        found = {
            row.hour: (row.vehicles, row.available, row.available_minutes, row.percent)
            for row in self.measure()
        }
        self.assertEqual(
            found,
            {
                "07": (2, 2, 120, 100),
                "08": (2, 2, 90, 75),  # on the road at eight, off from half past
                "09": (2, 1, 60, 50),
                "10": (2, 1, 105, 87.5),
                "11": (2, 2, 120, 100),
            },
        )
        self.assertEqual(self.rows().station_id, self.station)

    def test_the_figure_of_a_group_weighs_every_vehicle(self):
        self.vehicle("EF56 GHJ", police_role="van")
        self.measure(9, 9)  # response: 60 of 120 minutes; van: 60 of 60
        domain = [("company_id", "=", self.force.id)]
        [(percent,)] = self.env["police.fleet.availability"]._read_group(domain, [], ["percent:avg"])
        self.assertAlmostEqual(percent, 100 * 120 / 180, 2)

    def test_measured_once(self):
        before = self.measure()
        self.assertEqual(self.measure(), before)

    def test_minimum_of_the_shift_and_day(self):
        self.minimum(
            "Early", 7, 15, vehicles=2, tue=False, wed=False, thu=False, fri=False, sat=False, sun=False
        )
        self.assertEqual(
            [(r.minimum, r.short) for r in self.measure(6, 10)], [(0, 0), (2, 0), (2, 0), (2, 1), (2, 1)]
        )

    def test_a_night_shift_belongs_to_the_day_it_begins(self):
        sunday_only = {day: False for day in ("mon", "tue", "wed", "thu", "fri", "sat")}
        self.minimum("Night", 23, 7, vehicles=1, **sunday_only)
        first = MONDAY - timedelta(hours=2)
        self.env["police.fleet.availability"]._measure(self.force, first, MONDAY + timedelta(hours=24))
        needed = {row.taken_at for row in self.rows() if row.minimum}
        self.assertEqual(needed, {MONDAY + timedelta(hours=h) for h in (-1, 0, 1, 2, 3, 4, 5, 6)})

    def test_british_summer_time(self):
        july = datetime(2026, 7, 6, 6)  # seven o'clock in Britain
        self.minimum("Early", 7, 15, vehicles=1)
        self.env["police.fleet.availability"]._measure(self.force, july - timedelta(hours=1), july)
        self.assertEqual([(row.hour, row.minimum) for row in self.rows()], [("06", 0), ("07", 1)])

    def test_the_hour_that_runs_is_not_measured(self):
        now = datetime.now().replace(microsecond=0)
        self.env["police.fleet.availability"]._measure(
            self.force, now - timedelta(hours=3), now + timedelta(hours=3)
        )
        self.assertLess(max(self.rows().mapped("taken_at")), now.replace(minute=0, second=0))

    def test_a_stopped_server_loses_no_hour(self):
        now = datetime.now().replace(minute=0, second=0, microsecond=0)
        measure = self.env["police.fleet.availability"]
        measure._measure(self.force, now - timedelta(hours=10), now - timedelta(hours=8))
        measure._cron_measure()
        self.assertEqual(len(set(self.rows().mapped("taken_at"))), 10)

    def test_board(self):
        self.minimum("Always", 0, 24, vehicles=2)
        self.env.flush_all()
        row = self.env["police.fleet.board"].search([("station_id", "=", self.station.id)])
        self.assertEqual(
            (row.vehicles, row.on_road, row.minimum, row.short, row.standing), (2, 2, 2, 0, "just")
        )
        self.report(self.car)
        self.env.flush_all()
        row.invalidate_recordset()
        self.assertEqual((row.on_road, row.off_road, row.short, row.standing), (1, 1, 1, "short"))
        self.assertEqual(row.action_view_vehicles()["res_model"], "fleet.vehicle")
