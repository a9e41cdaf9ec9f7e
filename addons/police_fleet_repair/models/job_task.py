"""A task that mends a defect."""

from odoo import fields, models


class PoliceFleetJobTask(models.Model):
    _inherit = "police.fleet.job.task"

    defect_id = fields.Many2one(
        "police.fleet.defect", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
