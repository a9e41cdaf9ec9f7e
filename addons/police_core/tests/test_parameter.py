"""The screen of law and rates shows exactly what the engine uses."""

from datetime import date

from odoo.addons.police_engine.params.loader import RuleSet
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install", "police")
class TestParameter(TransactionCase):
    def test_a_figure_with_its_source(self):
        on, key = date(2025, 9, 1), "constable_appointed_on_or_after_2013_04_01.7"
        row = self.env["police.parameter"].search(
            [("scheme", "=", "police/pay/scales"), ("date_from", "=", on), ("key", "=", key)]
        )
        self.assertEqual(len(row), 1)
        self.assertEqual(row.value, "50256")  # Home Office evidence to the PRRB 2026-27, Annex A
        self.assertEqual(row.confidence, RuleSet.load().at("police/pay/scales", on).mark(key).confidence)
        self.assertTrue(row.citation)

    def test_every_period_of_every_file_is_there(self):
        rules = RuleSet.load()
        wanted = {
            (p.name, p.start) for periods in rules.periods.values() for p in periods if p.values or p.unknown
        }
        shown = {
            (row["scheme"], row["date_from"])
            for row in self.env["police.parameter"].search_read([], ["scheme", "date_from"])
        }
        self.assertEqual(shown, wanted)

    def test_unverified_filter(self):
        figures = self.env["police.parameter"]
        unverified = figures.search([("verified", "=", False)])
        self.assertTrue(unverified)
        self.assertNotIn("verified", unverified.mapped("confidence"))
        self.assertEqual(
            len(unverified) + figures.search_count([("verified", "=", True)]), figures.search_count([])
        )

    def test_identifiers_are_stable(self):
        first = self.env["police.parameter"].search([], limit=20, order="id").mapped("key")
        self.assertEqual(self.env["police.parameter"].search([], limit=20, order="id").mapped("key"), first)

    def test_nobody_writes(self):
        admin = new_test_user(self.env, "test.administrator", groups="police_core.group_administrator")
        with self.assertRaises(AccessError):
            self.env["police.parameter"].with_user(admin).search([], limit=1).write({"value": "1"})
