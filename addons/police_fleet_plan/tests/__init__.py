from . import test_access, test_plan, test_promises, test_tours
