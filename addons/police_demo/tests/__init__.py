from . import test_absence_meets_pay, test_month, test_taken_back
