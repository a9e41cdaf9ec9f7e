"""What arrives in the stores is reserved for the job cards that wait for it."""

from odoo import fields, models


class StockLocation(models.Model):
    _inherit = "stock.location"

    police_fitted = fields.Boolean(
        string="Parts on vehicles", readonly=True, help="The virtual place of parts that are on a vehicle."
    )


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        arrived = moves.filtered(
            lambda move: (
                move.state == "done"
                and move.location_dest_id.usage == "internal"
                and move.location_id.usage != "internal"
            )
        )
        if arrived:
            arrived._serve_waiting_jobs()
        return moves

    def _serve_waiting_jobs(self):
        """Earliest planned job first; jobs that then wait for nothing are open again."""
        parts = (
            self.env["police.fleet.job.part"]
            .sudo()
            .search(
                [
                    ("product_id", "in", self.product_id.ids),
                    ("company_id", "in", self.company_id.ids),
                    ("state", "=", "short"),
                    ("job_id.state", "not in", ("done", "cancelled")),
                ]
            )
            .sorted(lambda part: (part.job_id.start or part.create_date, part.id))
        )
        parts.action_reserve()
        parts.job_id._parts_may_have_come()
