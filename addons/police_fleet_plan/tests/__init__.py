from . import test_access, test_facts, test_nights, test_plan, test_promises, test_tours
