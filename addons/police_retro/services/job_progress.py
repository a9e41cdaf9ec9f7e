"""Progress of background work, seen by others while its own transaction is still open."""

from odoo import fields


class WorkProgress:
    """Writes step, done and total of a ``police.retro.job``; by a cursor of its own when ``own_cursor``."""

    def __init__(self, env, job_id, own_cursor):
        self.env, self.job_id, self.own_cursor = env, job_id, own_cursor

    def start(self):
        """The work begins."""
        self._execute(
            "UPDATE police_retro_job SET state = 'running', started_on = %s WHERE id = %s",
            [fields.Datetime.now(), self.job_id],
        )

    def __call__(self, step, done=0, total=0):
        self._execute(
            "UPDATE police_retro_job SET step = %s, done = %s, total = %s WHERE id = %s",
            [step, done, total, self.job_id],
        )

    def end(self, state, message):
        """The work is over."""
        self._execute(
            "UPDATE police_retro_job SET state = %s, message = %s, step = NULL, finished_on = %s WHERE "
            "id = %s",
            [state, message, fields.Datetime.now(), self.job_id],
        )

    def _execute(self, query, params):
        if self.own_cursor:
            with self.env.registry.cursor() as cr:
                cr.execute(query, params)
        else:
            self.env.flush_all()
            self.env.cr.execute(query, params)
        self.env["police.retro.job"].browse(self.job_id).invalidate_recordset()
