from . import test_access, test_approval, test_attacks, test_order_to_bill, test_requisition, test_tours
