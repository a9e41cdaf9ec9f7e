"""In the browser: the fleet manager answers a finding from the dashboard."""

from odoo import Command, fields
from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import new_test_user, tagged


@tagged("post_install", "-at_install", "police")
class TestTours(TourCase):
    def test_a_finding_from_the_dashboard(self):
        force = self.env["res.company"].create(
            {
                "name": "Tour Force",
                "is_police_force": True,
                "force_code": "T91",
                "country_id": self.env.ref("base.uk").id,
                "currency_id": self.env.ref("base.GBP").id,
            }
        )
        new_test_user(
            self.env,
            "tour.fleet",
            groups="police_core.group_fleet_manager",
            company_id=force.id,
            tz="Europe/London",
            company_ids=[Command.set(force.ids)],
            email="tour.fleet@example.test",
        )
        brand = self.env["fleet.vehicle.model.brand"].create({"name": "Tour"})
        model = self.env["fleet.vehicle.model"].create(
            {"name": "Car", "brand_id": brand.id, "tank_litres": 50}
        )
        self.env["fleet.vehicle"].create(
            {"license_plate": "AB12 CDE", "model_id": model.id, "company_id": force.id, "fuel_type": "diesel"}
        )
        today = fields.Date.context_today(self.env.user)
        text = "transaction,registration,date,time,site,product,litres,gross\n"
        self.env["police.fleet.supplier.file"]._receive(
            "card",
            "tour.csv",
            f"{text}T1,AB12CDE,{fields.Date.subtract(today, days=2)},08:00,Harbour,Diesel,60,80\n".encode(),
            force,
        )
        self.start_tour("/odoo/fleet-today", "police_fleet_finding", login="tour.fleet")
