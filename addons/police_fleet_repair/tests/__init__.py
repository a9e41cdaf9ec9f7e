from . import test_access, test_repair, test_tours
