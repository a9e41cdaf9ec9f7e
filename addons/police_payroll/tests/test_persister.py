"""Bulk inserts store exactly what ``create()`` would, for payslips and lines."""

from io import StringIO

from odoo.addons.police_engine.money import text
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_payroll.services.bulk import copy_text
from odoo.addons.police_payroll.services.calculator import Calculator
from odoo.addons.police_payroll.services.collector import Collector
from odoo.addons.police_payroll.services.persister import LINE_COLUMNS, SLIP_COLUMNS
from odoo.tests import tagged

from .common import PayrollCase


@tagged("post_install", "-at_install", "police")
class TestPersister(PayrollCase):
    def test_copied_rows_equal_created_rows(self):
        """Every column of every payslip and line, compared as PostgreSQL holds it."""
        run = self.calculated()
        copied = self._rows(run)
        self.assertEqual(len(copied["police_payslip"]), 4)
        values = {slip: self._create_values(slip) for slip in run.sudo().slip_ids}
        run.sudo().slip_ids.unlink()
        self._create(values)
        created = self._rows(run)
        for table, rows in copied.items():
            self.assertGreater(len(rows), 0)
            self.assertEqual(created[table], rows, table)

    def _rows(self, run):
        self.env.flush_all()
        cr, rows = self.env.cr, {}
        slips = [f"s.{name}" for name in SLIP_COLUMNS if name != "id"]
        cr.execute(
            f"SELECT {', '.join(slips)} FROM police_payslip s WHERE s.run_id = %s ORDER BY 5", [run.id]
        )
        rows["police_payslip"] = cr.fetchall()
        lines = [f"l.{name}" for name in LINE_COLUMNS if name not in ("id", "slip_id")]
        cr.execute(
            f"""SELECT s.payroll_reference, {", ".join(lines)} FROM police_payslip_line l
                  JOIN police_payslip s ON s.id = l.slip_id WHERE s.run_id = %s ORDER BY 1, 2""",
            [run.id],
        )
        rows["police_payslip_line"] = cr.fetchall()
        self.assertEqual(self._columns("police_payslip"), set(SLIP_COLUMNS))
        self.assertEqual(self._columns("police_payslip_line"), {"id", *LINE_COLUMNS})
        return rows

    def _columns(self, table):
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
        )
        return {row[0] for row in self.env.cr.fetchall()}

    def _create_values(self, slip):
        own = [name for name in SLIP_COLUMNS if name != "id"]
        lines = [{n: line[n] for n in LINE_COLUMNS if n not in ("id", "slip_id")} for line in slip.line_ids]
        return {n: slip[n].id if slip._fields[n].type == "many2one" else slip[n] for n in own}, lines

    def _create(self, values):
        for slip_values, line_values in values.values():
            slip = self.env["police.payslip"].sudo().create(slip_values)
            self.env["police.payslip.line"].sudo().create(
                [{**line, "slip_id": slip.id} for line in line_values]
            )

    def test_awkward_text_survives_copy(self):
        awkward = "tab\there, back\\slash, new\nline, \\N, naïve £ 0'Łukasik"
        self.env.cr.execute("CREATE TEMP TABLE awkward (value text)")
        self.env.cr.copy_expert("COPY awkward FROM STDIN", StringIO(copy_text(awkward) + "\n"))
        self.env.cr.execute("SELECT value FROM awkward")
        self.assertEqual(self.env.cr.fetchone()[0], awkward)

    def test_pence_reach_the_database_exactly(self):
        run = self.calculated()
        collected = Collector(self.env, run).collect()
        results = Calculator(RuleSet.load()).calculate(collected.cases)
        self.env.cr.execute(
            "SELECT payroll_reference, net::text, gross::text FROM police_payslip WHERE run_id = %s", [run.id]
        )
        stored = {ref: (net, gross) for ref, net, gross in self.env.cr.fetchall()}
        self.assertEqual(stored, {r.reference: (text(r.totals.net), text(r.totals.gross)) for r in results})
