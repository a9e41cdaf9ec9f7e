from . import test_access, test_job, test_labour, test_money, test_parts, test_plan, test_purchase, test_tours
