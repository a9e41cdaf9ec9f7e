"""Progress of a calculation, seen by others while its own transaction is still open."""

import psycopg2.errors
from odoo import fields


class CalculationCancelled(Exception):
    """Somebody pressed Stop; the calculation's transaction is to be rolled back."""


def no_progress(step, done=0, total=0):
    """For callers that do not watch."""


class JobProgress:
    """Writes ``done``, ``total`` and ``step`` of a job, by a cursor of its own when ``own_cursor``.

    Called as ``progress(step, done, total)``; raises :class:`CalculationCancelled` when asked to stop.
    """

    def __init__(self, env, job_id, own_cursor):
        self.env = env
        self.job_id = job_id
        self.own_cursor = own_cursor

    def start(self, max_attempts):
        """Count one more attempt and mark the job running; False when there were too many."""
        row = self._execute(
            """UPDATE police_pay_job SET state = 'running', attempts = attempts + 1, started_on = %s, done = 0
                WHERE id = %s AND attempts < %s RETURNING id""",
            [fields.Datetime.now(), self.job_id, max_attempts],
        )
        return bool(row)

    def __call__(self, step, done=0, total=0):
        row = self._execute(
            "UPDATE police_pay_job SET step = %s, done = %s, total = %s WHERE id = %s"
            " RETURNING cancel_requested",
            [step, done, total, self.job_id],
        )
        if row and row[0]:
            raise CalculationCancelled()

    def end(self, state, message):
        """The job is over. Written by the same cursor as the progress: the two must not collide."""
        self._execute(
            """UPDATE police_pay_job SET state = %s, message = %s, step = NULL, finished_on = %s
                WHERE id = %s RETURNING id""",
            [state, message, fields.Datetime.now(), self.job_id],
        )

    def _execute(self, query, params):
        if self.own_cursor:
            row = self._execute_apart(query, params)
        else:
            self.env.flush_all()
            self.env.cr.execute(query, params)
            row = self.env.cr.fetchone()
        self.env["police.pay.job"].browse(self.job_id).invalidate_recordset()
        return row

    def _execute_apart(self, query, params, attempts=5):
        """Retried: a click on Stop may update the same row at the same moment."""
        for attempt in range(attempts):
            try:
                with self.env.registry.cursor() as cr:
                    cr.execute(query, params, log_exceptions=False)
                    return cr.fetchone()
            except psycopg2.errors.SerializationFailure:
                if attempt + 1 == attempts:
                    raise
        return None
