"""A force with a buyer, managers with limits, and a catalogue."""

from odoo.addons.police_commissioning.services import catalogue, orders
from odoo.addons.police_finance.tests.common import ForceCase


class OrderCase(ForceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.products = catalogue.catalogue(cls.env, cls.force)
        cls.env["res.partner"].browse(cls.supplier.id).supplier_rank = 1
        cls.buyer = cls._user("t.buyer", "police_commissioning.group_buyer")
        cls.receiver = cls._user("t.receiver", "police_commissioning.group_receiver")
        cls.requester = cls._user("t.requester", "police_commissioning.group_requester")
        cls.manager2 = cls._user("t.manager2", "police_core.group_force_manager")
        cls.limit = cls._limit("purchase_order", 10000, "police_core.group_force_manager")

    def order(self, price=10000, quantity=2, user=None, send=True, **kw):
        """An order of boots at ``price`` pence each, sent for approval by the buyer."""
        return orders.raise_order(
            self.env(user=user or self.buyer),
            self.force,
            self.supplier,
            [
                {
                    "role": kw.pop("role", "supplies_uniform"),
                    "name": "Boots",
                    "quantity": quantity,
                    "price": price,
                    "cost_centre": kw.pop("centre", self.centre),
                }
            ],
            purpose="Boots for probationers",
            send=send,
            **kw,
        )
