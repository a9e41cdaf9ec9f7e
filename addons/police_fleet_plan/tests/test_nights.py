"""The worker's path and the nights: made in the background, made again each night, the plan in force safe."""

from datetime import timedelta
from unittest.mock import patch

from odoo import tools
from odoo.tests import tagged

from .common import PlanCase


@tagged("post_install", "-at_install", "police")
class TestNights(PlanCase):
    def cron(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"police_fleet_plan.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def published(self, **values):
        plan = self.made(**values)
        plan.action_publish()
        return plan

    def fresh(self, plan):
        return self.env["police.fleet.plan"].search([("previous_id", "=", plan.id)], order="id desc", limit=1)

    def places(self, plan):
        return {line.key: (line.slot, line.workshop_id) for line in plan.line_ids}

    def away(self, first, last):
        self.env["police.fleet.technician.absence"].create(
            [
                {
                    "technician_id": person.id,
                    "date_from": self.first + timedelta(days=first),
                    "date_to": self.first + timedelta(days=last),
                }
                for person in self.people
            ]
        )

    # -- the worker --------------------------------------------------------------------------------

    def test_the_button_leaves_the_work_to_the_worker(self):
        plan = self.new_plan()
        with patch.dict(tools.config.options, {"max_cron_threads": 1}):
            plan.action_plan()
        self.assertEqual((plan.state, len(plan.line_ids)), ("planning", 0))
        cron = self.env.ref("police_fleet_plan.cron_work")
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]))
        self.cron("cron_work")
        self.assertEqual((plan.state, plan.working, len(plan.line_ids)), ("proposed", False, 4))

    def test_what_was_cut_off_is_a_draft_again(self):
        plan = self.new_plan()
        plan.sudo().write({"state": "planning", "working": True})
        self.cron("cron_work")
        self.assertEqual((plan.state, plan.working), ("draft", False))
        self.assertIn("Interrupted", plan.outcome)

    def test_one_that_fails_does_not_keep_the_next_from_being_made(self):
        bad, good = self.new_plan(), self.new_plan()
        (bad | good).sudo().write({"state": "planning"})
        build = "odoo.addons.police_fleet_plan.services.problem.build"
        from odoo.addons.police_fleet_plan.services import problem

        real = problem.build
        with patch(build, lambda plan: real(plan) if plan.id == good.id else 1 / 0):
            self.cron("cron_work")
        self.assertEqual((bad.state, good.state), ("draft", "proposed"))
        self.assertIn("division", bad.outcome)

    # -- every night -------------------------------------------------------------------------------

    def test_promises_are_kept_and_new_work_finds_its_place(self):
        self.minimum(3)
        plan = self.published()
        promised = self.places(plan)
        newcomer = self.vehicle("AB12 CDZ")
        self._due(newcomer, self.first + timedelta(days=5))
        self.cron("cron_replan")
        fresh = self.fresh(plan)
        self.assertEqual((fresh.state, fresh.moved, fresh.lawful), ("proposed", 0, True))
        kept = self.places(fresh)
        self.assertEqual({key: kept[key] for key in promised}, promised)
        self.assertTrue(self.line(fresh, newcomer).placed)
        self.assertEqual(plan.state, "published")
        self.assertFalse(fresh.activity_ids, "nobody is bothered when nothing moves")

    def test_the_proposal_of_last_night_makes_way(self):
        plan = self.published()
        self.cron("cron_replan")
        first = self.fresh(plan)
        self.cron("cron_replan")
        self.assertEqual((first.state, self.fresh(plan).state), ("superseded", "proposed"))

    def test_a_bay_closed_mid_plan_moves_what_it_must_and_tells(self):
        self.plan.hours = 8  # one car a bay and day
        plan = self.published()
        before = self.places(plan)
        bookings = {due: (due.booking_id.start, due.booking_id.stop) for due in self.dues}
        self.workshop.bay_ids.sorted("number")[0].write(
            {"closed_from": self.first, "closed_to": self.first + timedelta(days=11), "closed_why": "lift"}
        )
        self.away(1, 1)  # Tuesday nobody is there: its promise moves, and there is one bay to move to
        self.cron("cron_replan")
        fresh = self.fresh(plan)
        hit = {key for key, (slot, _shop) in before.items() if slot[:10] == self.stamp(1, "")[:10]}
        self.assertTrue(hit)
        self.assertTrue(fresh.lawful, fresh.breaches)
        self.assertLessEqual(hit, set(fresh.line_ids.filtered("moved").mapped("key")))
        self.assertEqual(set(fresh.line_ids.filtered("placed").mapped("bay_number")), {2})
        self.assertIn("promises would move", fresh.activity_ids.summary)
        self.assertEqual((plan.state, self.places(plan)), ("published", before))
        self.assertEqual({due: (due.booking_id.start, due.booking_id.stop) for due in self.dues}, bookings)

    def test_impossible_by_law_the_old_plan_stays_and_words_say_why(self):
        self.plan.statutory = True
        plan = self.published()
        self.away(0, 25)
        self.cron("cron_replan")
        fresh = self.fresh(plan)
        self.assertEqual((fresh.state, fresh.lawful, plan.state), ("proposed", False, "published"))
        self.assertTrue(fresh.relaxation_ids.filtered(lambda row: row.limit and row.why))
        self.assertIn("No lawful plan", fresh.activity_ids.summary)
        self.assertTrue(all(due.booking_id.state == "booked" for due in self.dues))

    def test_a_minimum_above_what_the_base_owns_is_told(self):
        plan = self.published()
        self.minimum(9)
        self.cron("cron_replan")
        fresh = self.fresh(plan)
        self.assertEqual((fresh.state, plan.state), ("proposed", "published"))
        self.assertGreater(fresh.shortfall, 0)
        self.assertIn("Harbour", fresh.notes)
        self.assertIn("9", fresh.notes)
        self.assertEqual(fresh.moved, 0)

    def test_a_night_that_fails_leaves_everything(self):
        plan = self.published()
        with patch(
            "odoo.addons.police_fleet_plan.services.runner.run", side_effect=RuntimeError("no memory")
        ):
            self.cron("cron_replan")
        fresh = self.fresh(plan)
        self.assertEqual((plan.state, fresh.state), ("published", "draft"))
        self.assertIn("no memory", fresh.outcome)
