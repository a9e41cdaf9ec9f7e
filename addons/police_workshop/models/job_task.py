"""What is to be done on a job, each ticked off by name."""

from odoo import fields, models


class PoliceFleetJobTask(models.Model):
    _name = "police.fleet.job.task"
    _description = "Task of a job card"
    _order = "job_id, sequence, id"

    job_id = fields.Many2one("police.fleet.job", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="job_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Task", required=True)
    skill_id = fields.Many2one("police.fleet.skill", string="Skill")
    done = fields.Boolean(copy=False)
    done_by_id = fields.Many2one("res.users", string="By", readonly=True, copy=False)
    done_on = fields.Datetime(string="At", readonly=True, copy=False)

    def write(self, vals):
        if "done" in vals:
            done = vals["done"]
            vals = {
                **vals,
                "done_by_id": self.env.uid if done else False,
                "done_on": fields.Datetime.now() if done else False,
            }
        return super().write(vals)
