"""Two forces with stations, vehicles, a plan and a workshop."""

from datetime import date, datetime, timedelta

from odoo import Command, fields
from odoo.tests import TransactionCase, new_test_user


class FleetCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, tz="Europe/London"))
        cls.today = fields.Date.context_today(cls.env.user)
        cls.force, cls.other_force = (
            cls._force("Fleet Test North", "T81"),
            cls._force("Fleet Test South", "T82"),
        )
        cls.manager = cls._user("f.manager", "police_core.group_fleet_manager")
        cls.auditor = cls._user("f.auditor", "police_core.group_auditor")
        cls.station = cls.env["police.station"].create(
            {"name": "Harbour", "code": "HB", "company_id": cls.force.id}
        )
        brand = cls.env["fleet.vehicle.model.brand"].create({"name": "Peugeot (test)"})
        cls.model = cls.env["fleet.vehicle.model"].create({"name": "308 SW", "brand_id": brand.id})
        cls.plan = cls.env["police.fleet.service.plan"].create(
            {
                "name": "Full service",
                "service_type_id": cls.env.ref("police_fleet.service_type_full").id,
                "company_id": cls.force.id,
                "interval_months": 12,
                "interval_distance": 12000,
                "hours": 4,
            }
        )
        cls.workshop = cls.env["police.fleet.workshop"].create(
            {"name": "Harbour workshop", "company_id": cls.force.id, "bays": 2}
        )

    @classmethod
    def _force(cls, name, code):
        return cls.env["res.company"].create(
            {
                "name": name,
                "is_police_force": True,
                "force_code": code,
                "country_id": cls.env.ref("base.uk").id,
                "currency_id": cls.env.ref("base.GBP").id,
                "fleet_self_insured": True,
                "fleet_self_insured_note": "Test: vehicles owned by a police body",
            }
        )

    @classmethod
    def _user(cls, login, group, company=None):
        company = company or cls.force
        return new_test_user(
            cls.env,
            login,
            groups=group,
            company_id=company.id,
            tz="Europe/London",
            company_ids=[Command.set(company.ids)],
            email=f"{login}@example.test",
        )

    @classmethod
    def vehicle(cls, plate="AB12 CDE", **vals):
        return cls.env["fleet.vehicle"].create(
            {
                "license_plate": plate,
                "model_id": cls.model.id,
                "company_id": cls.force.id,
                "police_role": "response",
                "station_id": cls.station.id,
                "acquisition_date": cls.today - timedelta(days=400),
                "mot_due": cls.today + timedelta(days=100),
                "ved_due": cls.today + timedelta(days=100),
            }
            | vals
        )

    def read(self, vehicle, *pairs):
        """Odometer readings as (days ago, value)."""
        self.env["fleet.vehicle.odometer"].create(
            [
                {"vehicle_id": vehicle.id, "date": self.today - timedelta(days=ago), "value": value}
                for ago, value in pairs
            ]
        )

    def at(self, day: date, hour=8):
        return datetime(day.year, day.month, day.day, hour)

    def assert_menus_open(self, root, user):
        """Every menu under ``root`` that ``user`` sees opens: its views are built and its rows read."""
        env = self.env(user=user, context={"allowed_company_ids": user.company_ids.ids, "lang": "en_GB"})
        visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        menus = self.env["ir.ui.menu"].search(
            [("id", "child_of", self.env.ref(root).id), ("id", "in", list(visible))]
        )
        opened = 0
        for action in (
            menu.action for menu in menus if menu.action and menu.action._name == "ir.actions.act_window"
        ):
            with self.subTest(action.name):
                model = env[action.res_model]
                views = [(view_id, kind) for view_id, kind in action.views] + [
                    (action.search_view_id.id, "search")
                ]
                built = model.get_views(views, {"toolbar": True})["views"]
                kinds = {"list", "kanban", "form"} & built.keys()
                names = {name for kind in kinds for name in built[kind].get("fields", ())} or {"display_name"}
                self.assertTrue(built)
                if not model._transient and model._auto:
                    model.search_read([], [name for name in names if name in model._fields], limit=3)
                opened += 1
        return opened
