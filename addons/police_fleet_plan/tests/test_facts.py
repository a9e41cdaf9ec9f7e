"""What the plan reads from other rooms: parts on the shelf and on order, leave, vehicles off the road."""

from datetime import datetime, time, timedelta

from odoo import Command
from odoo.addons.police_fleet_plan.services import problem
from odoo.tests import tagged

from .common import PlanCase


@tagged("post_install", "-at_install", "police")
class TestParts(PlanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls.env["res.partner"].create({"name": "Filters Ltd (test)"})
        cls.filter = (
            cls.env["product.product"]
            .with_company(cls.force)
            .create(
                {
                    "name": "Oil filter",
                    "is_storable": True,
                    "is_fleet_part": True,
                    "company_id": cls.force.id,
                    "seller_ids": [
                        Command.create({"partner_id": cls.supplier.id, "price": 6, "delay": 4,
                                        "company_id": cls.force.id})
                    ],
                }
            )
        )  # fmt: skip
        cls.plan.part_ids = [Command.create({"product_id": cls.filter.id, "quantity": 1})]
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.force.id)], limit=1)
        cls.stores = (
            warehouse
            or cls.env["stock.warehouse"].create({"name": "S", "code": "S9", "company_id": cls.force.id})
        ).lot_stock_id

    def shelf(self, number):
        self.env["stock.quant"].sudo()._update_available_quantity(self.filter, self.stores, number)

    def order(self, number, day):
        order = (
            self.env["purchase.order"]
            .with_company(self.force)
            .create(
                {
                    "partner_id": self.supplier.id,
                    "company_id": self.force.id,
                    "order_line": [
                        Command.create(
                            {"product_id": self.filter.id, "product_qty": number, "price_unit": 6,
                             "date_planned": datetime.combine(day, time(12))}
                        )
                    ],
                }
            )
        )  # fmt: skip
        self.confirm(order, "purchase")
        return order

    def confirm(self, order, state):
        """As if approved and confirmed (who may do that is tested where it is decided)."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE purchase_order SET state = %s WHERE id = %s", [state, order.id])
        self.env.invalidate_all()

    def ready(self):
        made = problem.build(self.new_plan())
        return [row.get("parts_ready") for row in sorted(made.raw["jobs"], key=lambda row: row["due"])]

    def test_on_the_shelf_nobody_waits(self):
        self.shelf(4)
        self.assertEqual(self.ready(), [None] * 4)
        self.assertFalse(self.dues[0].parts_expected_on)

    def test_shelf_then_order_then_supplier_in_order_of_due_dates(self):
        self.shelf(1)
        day = self.first + timedelta(days=3)
        order = self.order(2, day)
        supplied = (self.today + timedelta(days=4)).isoformat()
        self.assertEqual(self.ready(), [None, day.isoformat(), day.isoformat(), supplied])
        self.assertEqual(self.dues[1].parts_expected_on, day)
        self.assertIn(order.name, self.dues[1].parts_why)
        self.assertIn("Filters Ltd", self.dues[3].parts_why)

    def test_what_is_only_asked_for_is_not_expected(self):
        self.confirm(self.order(9, self.first + timedelta(days=3)), "draft")
        supplied = (self.today + timedelta(days=4)).isoformat()
        self.assertEqual(self.ready(), [supplied] * 4)

    def test_a_day_entered_by_a_person_counts_first(self):
        self.shelf(4)
        self.dues[2].parts_ready_on = self.first + timedelta(days=6)
        self.assertEqual(self.ready()[2], (self.first + timedelta(days=6)).isoformat())

    def test_parts_of_other_models_are_not_waited_for(self):
        other = self.model.copy({"name": "Van"})
        self.plan.part_ids.model_ids = other
        self.assertEqual(self.ready(), [None] * 4)

    def test_a_part_without_a_supplier_is_said(self):
        self.filter.seller_ids.unlink()
        made = problem.build(self.new_plan())
        self.assertTrue(any("has no supplier" in note for note in made.notes), made.notes)

    def test_the_plan_waits_for_the_order(self):
        day = self.first + timedelta(days=7)
        self.order(4, day)
        self.filter.seller_ids.delay = 90
        plan = self.made()
        self.assertTrue(plan.lawful, plan.breaches)
        self.assertTrue(all(line.slot[:10] >= day.isoformat() for line in plan.line_ids))
        self.assertIn("wait for parts", plan.notes)

    def test_the_card_gets_the_parts_and_the_plan_counts_them_once(self):
        self.shelf(2)
        plan = self.made()
        plan.action_publish()
        booking = self.dues[0].booking_id
        card = booking._make_jobs()
        self.assertEqual((card.part_ids.product_id, card.part_ids.state), (self.filter, "reserved"))
        self.assertEqual([day is None for day in self.ready()], [True, True, False, False])


@tagged("post_install", "-at_install", "police")
class TestLeave(PlanCase):
    def leave(self, person, first, last):
        kind = self.env["hr.leave.type"].create(
            {"name": "Annual leave (test)", "requires_allocation": False, "company_id": self.force.id}
        )
        leave = (
            self.env["hr.leave"]
            .with_context(leave_skip_date_check=True)
            .create(
                {
                    "employee_id": person.employee_id.id,
                    "holiday_status_id": kind.id,
                    "request_date_from": self.first + timedelta(days=first),
                    "request_date_to": self.first + timedelta(days=last),
                }
            )
        )
        return leave

    def absent(self, person):
        made = problem.build(self.new_plan())
        return next(row["absent"] for row in made.raw["technicians"] if row["id"] == person.name)

    def test_approved_leave_keeps_a_technician_away_asked_for_leave_does_not(self):
        ann, bob = self.people
        leave = self.leave(ann, 1, 2)
        self.assertFalse({self.stamp(1, "")[:10], self.stamp(2, "")[:10]} & set(self.absent(ann)))
        leave._action_validate()
        self.assertEqual(set(self.absent(ann)), {self.stamp(1, "")[:10], self.stamp(2, "")[:10]})
        self.assertFalse(self.absent(bob))

    def test_the_plan_gives_that_day_to_somebody_else(self):
        ann, _bob = self.people
        self.leave(ann, 0, 11)._action_validate()
        plan = self.made()
        self.assertNotIn(ann, plan.line_ids.technician_id)
        self.assertTrue(plan.lawful, plan.breaches)

    def test_leave_approved_later_frees_the_card_of_that_day(self):
        plan = self.made()
        plan.action_publish()
        card = self.dues[0].booking_id._make_jobs()
        person = card.technician_id
        self.assertTrue(person)
        day = (card._planned_days()[0] - self.first).days
        self.leave(person, day, day)._action_validate()
        self.assertFalse(card.technician_id)
        self.assertIn("is away from", card.message_ids[0].body)


@tagged("post_install", "-at_install", "police")
class TestOffTheRoad(PlanCase):
    def test_a_legal_date_that_passes_off_the_road_is_wanted_for_the_return(self):
        self.plan.statutory = True
        car = self.cars[0]
        car._take_off_road("accident", "Front end")
        car.back_expected_on = self.first + timedelta(days=4)
        plan = self.made()
        self.assertTrue(plan.lawful, plan.breaches)
        line = self.line(plan, car)
        self.assertEqual(line.slot[:10], self.stamp(4, "")[:10])
        self.assertTrue(line.by_law)
        self.assertIn("off the road: the work is planned for its return", plan.notes)

    def test_an_unknown_return_is_the_end_of_its_repair(self):
        car = self.cars[0]
        car._take_off_road("defect", "Gearbox")
        self.env["police.fleet.job"].create(
            {
                "vehicle_id": car.id,
                "workshop_id": self.workshop.id,
                "start": self.moment(1, "09:00"),
                "minutes": 120,
                "fault": "Gearbox",
            }
        )
        made = problem.build(self.new_plan())
        spans = next(v["off_road"] for v in made.raw["vehicles"] if v["id"] == "AB12 CDE")
        self.assertEqual(spans[-1][1], self.stamp(1, "")[:10])
