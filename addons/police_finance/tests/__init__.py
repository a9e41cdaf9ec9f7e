from . import test_access, test_bank, test_chart, test_delegation, test_holds, test_payments, test_posting
