"""A force whose vehicles are legal, an officer with a driver record, and a template of two items."""

from datetime import timedelta

from odoo import Command
from odoo.addons.police_fleet.tests.common import FleetCase


class RoadCase(FleetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop.active = False  # police_fleet_repair would put each defect on a job card there
        cls.later = cls.today + timedelta(days=200)
        cls.before = cls.today - timedelta(days=1)
        cls.force.write(
            {
                "fleet_self_insured": False,
                "fleet_insured_until": cls.later,
                "fleet_driver_check_from": cls.today - timedelta(days=30),
            }
        )
        cls.officer = cls._user("r.officer", "police_core.group_employee")
        cls.other_officer = cls._user("r.other", "police_core.group_employee")
        cls.inspector = cls._user("r.inspector", "police_fleet_road.group_duty_supervisor")
        cls.pc = cls._employee(cls.officer, "constable")
        cls.employee_of_inspector = cls._employee(cls.inspector, "inspector")
        cls.driver = cls._driver(cls.pc)
        cls.car = cls.vehicle()
        cls.brakes = cls.env.ref("police_fleet_road.item_brakes")
        cls.body = cls.env.ref("police_fleet_road.item_body")
        cls.template = cls.env["police.fleet.check.template"].create(
            {
                "name": "Cars",
                "company_id": cls.force.id,
                "line_ids": [
                    Command.create({"item_id": cls.brakes.id, "safety_critical": True, "sequence": 1}),
                    Command.create({"item_id": cls.body.id, "sequence": 2}),
                ],
            }
        )

    @classmethod
    def _employee(cls, user, rank):
        return cls.env["hr.employee"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "company_id": cls.force.id,
                "rank_id": cls.env["police.rank"].search([("code", "=", rank)], limit=1).id,
            }
        )

    @classmethod
    def _driver(cls, employee, **vals):
        ref = cls.env.ref
        return cls.env["police.fleet.driver"].create(
            {
                "employee_id": employee.id,
                "company_id": cls.force.id,
                "category_ids": [Command.set(ref("police_fleet_road.category_b").ids)],
                "licence_until": cls.later,
                "checked_on": cls.today - timedelta(days=30),
                "grade": "standard",
                "grade_on": cls.today - timedelta(days=100),
                "grade_until": cls.later,
                "class_ids": [Command.set(ref("police_fleet_road.class_car").ids)],
            }
            | vals
        )

    def check_of(self, vehicle, user=None):
        return (
            self.env["police.fleet.check"].with_user(user or self.officer).create({"vehicle_id": vehicle.id})
        )

    def report(self, vehicle, **vals):
        return (
            self.env["police.fleet.defect"]
            .with_user(vals.pop("user", self.officer))
            .create({"vehicle_id": vehicle.id, "title": "Rear brakes grind", "severity": "safety"} | vals)
        )
