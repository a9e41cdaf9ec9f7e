from . import test_history, test_return, test_run_checks, test_security, test_tours
