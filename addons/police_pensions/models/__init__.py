from . import hr_employee, pay_contributor, pension_event, pension_history, pension_return
