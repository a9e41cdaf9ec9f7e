"""P60s appear only where an addon keeps them, and only the person's own released ones."""

import base64

from odoo.addons.police_selfservice.services import documents
from odoo.addons.police_selfservice.services.own_pay import OwnPay
from odoo.tests import tagged

from .common import SelfServiceCase


class Kept:
    """Stands for the model of another addon: answers the search as its own records would."""

    _fields = dict.fromkeys(documents.FIELDS)

    def __init__(self, rows):
        self.rows = rows

    def search(self, domain, order=None):
        ids = domain[0][2]
        return [row for row in self.rows if row.employee_id in ids and row.released]


class Paper:
    """One paper."""

    def __init__(self, number, employee_id, released=True):
        self.id, self.employee_id, self.released = number, employee_id, released
        self.name, self.content = f"P60-{number}.pdf", base64.b64encode(b"%PDF-")

    def with_context(self, **_unused):
        return self


class Env(dict):
    """An environment with nothing but the model."""

    @property
    def registry(self):
        return self


@tagged("post_install", "-at_install", "police")
class TestDocuments(SelfServiceCase):
    def pay(self, *papers):
        pay = OwnPay(self.env(user=self.portal_user.id))
        pay.env = Env({documents.MODEL: Kept(papers)})
        return pay

    def test_own_released_papers_only(self):
        mine, theirs = self.constable.id, self.sergeant.id
        pay = self.pay(Paper(1, mine), Paper(2, mine, released=False), Paper(3, theirs))
        self.assertEqual([paper.id for paper in documents.own(pay)], [1])
        self.assertEqual(documents.content(pay, 1), ("P60-1.pdf", b"%PDF-", "application/pdf"))
        for number in (2, 3, 99):
            self.assertIsNone(documents.content(pay, number))

    def test_without_such_an_addon_nothing_is_offered(self):
        pay = self.pay()
        pay.env = Env()
        self.assertFalse(documents.offered(pay.env))
        self.assertEqual(documents.own(pay), ())
