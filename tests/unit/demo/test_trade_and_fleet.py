"""The made-up buying and fleet: reproducible, of the size asked for, with registrations of the right age."""

from datetime import date

from odoo.addons.police_demo.generator import trade, vehicles
from odoo.addons.police_engine.identifiers import vrm


def test_two_hundred_invoices_and_orders_for_each_fate():
    month = trade.generate(4)
    assert len(month.invoices) == 200
    assert {order.fate for order in month.orders} == {"invoiced", "open", "waiting"}
    assert month == trade.generate(4) != trade.generate(5)


def test_every_billed_order_is_billed_once_and_in_full():
    month = trade.generate(4)
    billed = [invoice.order for invoice in month.invoices if invoice.order is not None]
    wanted = [n for n, order in enumerate(month.orders) if order.fate == "invoiced"]
    assert sorted(billed) == wanted
    for invoice in month.invoices:
        if invoice.order is not None:
            assert invoice.items == month.orders[invoice.order].items
            assert invoice.supplier == month.orders[invoice.order].supplier
            assert invoice.dated >= month.orders[invoice.order].ordered_on


def test_suppliers_that_need_an_order_have_one():
    month = trade.generate(4)
    strict = {supplier.name for supplier in month.suppliers if supplier.orders}
    assert all((invoice.order is not None) == (invoice.supplier in strict) for invoice in month.invoices)


def test_references_are_unique_and_dates_lie_in_september():
    month = trade.generate(4)
    assert len({(i.supplier, i.reference) for i in month.invoices}) == 200
    assert all(date(2026, 9, 1) <= i.dated <= i.received_on <= date(2026, 9, 30) for i in month.invoices)


AS_AT = date(2026, 9, 30)


def test_more_than_180_vehicles_for_a_force_of_2700():
    fleet = vehicles.generate(4, 2700, AS_AT)
    assert len(fleet) >= 180
    assert len({v.registration for v in fleet}) == len({v.fleet_number for v in fleet}) == len(fleet)
    assert fleet == vehicles.generate(4, 2700, AS_AT) != vehicles.generate(5, 2700, AS_AT)


def test_registrations_are_well_formed_and_fit_the_half_year():
    for vehicle in vehicles.generate(9, 900, AS_AT):
        vrm.validate(vehicle.registration)
        age, bought = int(vehicle.registration[2:4]), vehicle.bought_on
        in_year = bought.year % 100 - (1 if bought.month < 3 else 0)
        assert age in (in_year, in_year + 50)
        assert (age >= 50) == (bought.month >= 9 or bought.month < 3)


def test_odometers_only_go_forward_and_services_lie_behind():
    for vehicle in vehicles.generate(9, 2700, AS_AT):
        values = [value for _, value in vehicle.readings]
        assert values == sorted(values) and vehicle.readings[-1][0] <= AS_AT
        assert vehicle.bought_on <= vehicle.serviced_on <= vehicle.inspected_on <= AS_AT
        assert vehicle.serviced_at <= values[-1] * 1.1 + 400
