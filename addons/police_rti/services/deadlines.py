"""The watch over what HMRC expects: missing submissions are made as drafts, owners are reminded."""

from datetime import timedelta

from odoo.addons.police_engine.taxcalendar import tax_month, tax_year_of

from . import law

REMIND = timedelta(days=5)
LOOK_BACK = 2  # tax months


class DeadlineWatch:
    """Looks at ``company`` on ``today`` (superuser environment)."""

    def __init__(self, env, company, today):
        self.env, self.company, self.today = env, company, today
        self.submissions = env["police.rti.submission"]

    def run(self):
        """Make what is missing, remind of what is near. Returns the submissions made."""
        made = self._missing_fps() | self._missing_eps()
        self._remind()
        return made

    def _missing_fps(self):
        start = self.today - timedelta(days=62)
        runs = self.env["police.pay.run"].search(
            [
                ("company_id", "=", self.company.id), ("state", "in", ("approved", "paid")),
                ("pay_date", ">=", start), ("submission_ids", "=", False),
            ]
        )  # fmt: skip
        made = self.submissions
        for run in runs:
            made |= self.submissions._prepare_fps(run)
        return made

    def _missing_eps(self):
        """A draft for every tax month that has ended with something to recover or levy to report."""
        made = self.submissions
        year, month = tax_year_of(self.today), tax_month(self.today)
        for number in range(max(month - LOOK_BACK, 1), month):
            if self._eps_exists(year, number) or not self._anybody_paid(year, number):
                continue
            draft = self.submissions._create_guarded(
                {
                    "kind": "eps", "company_id": self.company.id, "tax_year": year, "tax_month": number,
                    "currency_id": self.company.currency_id.id, "owner_id": self._owner().id,
                }
            )  # fmt: skip
            figures = draft._eps_figures()
            if not any(value for name, value in figures.items() if name != "eps_levy_allowance"):
                draft.with_context(police_rti_write=None).unlink()
                continue
            draft._write_guarded(figures)
            made |= draft
        return made

    def _eps_exists(self, year, month):
        return self.submissions.search_count(
            [
                ("company_id", "=", self.company.id), ("kind", "=", "eps"), ("tax_year", "=", year),
                ("tax_month", "=", month), ("state", "!=", "cancelled"),
            ],
            limit=1,
        )  # fmt: skip

    def _anybody_paid(self, year, month):
        start, end = law.month_dates(year, month)
        return self.env["police.pay.run"].search_count(
            [
                ("company_id", "=", self.company.id), ("state", "in", ("approved", "paid")),
                ("pay_date", ">=", start), ("pay_date", "<=", end),
            ],
            limit=1,
        )  # fmt: skip

    def _owner(self):
        """Whoever prepared the last pay run."""
        last = self.env["police.pay.run"].search(
            [("company_id", "=", self.company.id), ("state", "in", ("approved", "paid"))],
            order="pay_date desc", limit=1,
        )  # fmt: skip
        return last.prepared_by_id or last.create_uid

    def _remind(self):
        near = self.submissions.search(
            [
                ("company_id", "=", self.company.id),
                ("state", "in", ("draft", "ready", "rejected", "failed")),
                ("due_on", "<=", self.today + REMIND),
            ]
        )  # fmt: skip
        for one in near.filtered(lambda one: not one.activity_ids):
            owner = one.owner_id or one.prepared_by_id
            if owner:
                one.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=one.due_on,
                    summary=one.env._("%s is due at HMRC", one.name),
                    user_id=owner.id,
                )
