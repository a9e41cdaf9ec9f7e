"""A force with a base that needs its cars, a workshop with two bays and two technicians, services due."""

from datetime import timedelta

from odoo.addons.police_fleet.tests.common import FleetCase
from odoo.addons.police_fleet_plan.services.clock import to_utc


class PlanCase(FleetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.today + timedelta(days=7 + (7 - cls.today.weekday()) % 7)  # a Monday
        cls.light = cls.env["police.fleet.skill"].search([("code", "=", "light")])
        cls.workshop.hours_ids.unlink()
        cls.workshop.hours_ids = [
            (0, 0, {"weekday": str(day), "hour_from": 8, "hour_to": 17}) for day in range(5)
        ]
        cls.people = cls.env["police.fleet.technician"].create(
            [
                {
                    "employee_id": cls.env["hr.employee"]
                    .create({"name": name, "company_id": cls.force.id})
                    .id,
                    "workshop_id": cls.workshop.id,
                    "skill_ids": cls.light.ids,
                }
                for name in ("Ann Spanner", "Bob Jack")
            ]
        )
        cls.plan.write({"early_days": 28})
        cls.cars = [cls.vehicle(f"AB12 CD{letter}") for letter in "EFGH"]
        cls.dues = [cls._due(car, cls.first + timedelta(days=n)) for n, car in enumerate(cls.cars)]

    @classmethod
    def _due(cls, car, day, plan=None, **values):
        return cls.env["police.fleet.service.due"].create(
            {
                "vehicle_id": car.id,
                "plan_id": (plan or cls.plan).id,
                "due_on": day,
                "due_by": "date",
                **values,
            }
        )

    @classmethod
    def minimum(cls, vehicles, hours=(7, 19)):
        shift = cls.env["police.fleet.shift"].create(
            {"name": "day", "company_id": cls.force.id, "hour_from": hours[0], "hour_to": hours[1]}
        )
        return cls.env["police.fleet.minimum"].create(
            {
                "station_id": cls.station.id,
                "police_role": "response",
                "shift_id": shift.id,
                "vehicles": vehicles,
            }
        )

    @classmethod
    def new_plan(cls, days=12, **values):
        return (
            cls.env["police.fleet.plan"]
            .with_user(cls.manager)
            .create(
                {
                    "company_id": cls.force.id,
                    "date_from": cls.first,
                    "date_to": cls.first + timedelta(days=days - 1),
                    "seconds": 2,
                    **values,
                }
            )
        )

    @classmethod
    def made(cls, **values):
        plan = cls.new_plan(**values)
        plan.action_plan()
        return plan

    def line(self, plan, car):
        return plan.line_ids.filtered(lambda line: line.vehicle_id == car)

    def stamp(self, days, clock):
        return f"{self.first + timedelta(days=days)}T{clock}"

    def moment(self, days, clock):
        return to_utc(self.stamp(days, clock))
