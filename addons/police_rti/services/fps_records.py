"""Employments of a pay run as HMRC wants them, from the stored payslips."""

from odoo.addons.police_engine.adapters.rti import fps
from odoo.addons.police_engine.adapters.rti.nvr import NinoQuestion
from odoo.addons.police_payroll.services.outputs import Outputs

_GENDERS = {"male": "M", "female": "F"}


class FpsRecords:
    """Records of ``run`` (superuser environment)."""

    def __init__(self, env, run):
        self.env, self.run = env, run
        self.outputs = Outputs(env, run)
        self.period = self.outputs.period

    def approved(self, slip_ids=None):
        """FpsRecord of everybody, with the details noted when the run was calculated."""
        return self._records(self._slips(slip_ids))

    def present(self, slip_ids=None):
        """The same figures with names, numbers and addresses as they are on people's records now."""
        slips = self._slips(slip_ids)
        people = {
            person.id: person
            for person in self.env["hr.employee"]
            .with_context(active_test=False)
            .browse([slip.employee_id for slip in slips])
        }
        return self._records([_with_details(slip, people[slip.employee_id]) for slip in slips])

    def _slips(self, slip_ids):
        slips = self.outputs.stored.slips
        return [slip for slip in slips if slip.slip_id in slip_ids] if slip_ids is not None else slips

    def _records(self, slips):
        return [self.outputs._fps_record(slip) for slip in slips]

    def message(self, records, timestamp=None, late_reason=""):
        """An FPS of these records for this run's pay day."""
        return fps.build_fps(
            self.outputs.employer,
            records,
            tax_year=self.period.tax_year,
            period_end=self.period.end,
            payment_date=self.period.pay_date,
            period_no=self.period.tax_period,
            timestamp=timestamp or self.run.calculated_on,
            late_reason=late_reason,
        )


def _with_details(slip, person):
    details = {
        "title": person.title or "", "forenames": person.forenames or "",
        "surname": person.surname or person.name, "nino": person.nino or "", "sex": person.sex or "",
        "birth_date": person.birthday.isoformat() if person.birthday else "",
        "address": list(filter(None, (person.private_street, person.private_street2, person.private_city))),
        "postcode": person.private_zip or "",
    }  # fmt: skip
    return slip._replace(person={**slip.person, **details})


def questions(people):
    """NVR questions about ``people`` (hr.employee, superuser)."""
    return [
        NinoQuestion(
            payroll_id=person.payroll_reference or "", title=person.title or "",
            forenames=tuple((person.forenames or "").split()), surname=person.surname or person.name,
            birth_date=person.birthday or None, gender=_GENDERS.get(person.sex, ""), nino=person.nino or "",
            address=tuple(filter(None, (person.private_street, person.private_street2, person.private_city))),
            postcode=person.private_zip or "",
        )
        for person in people
    ]  # fmt: skip
