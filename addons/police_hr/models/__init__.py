from . import (
    hr_employee,
    hr_employee_public,
    hr_version,
    police_collar_holding,
    police_local_salary,
    police_rank,
    police_station,
    res_company,
    res_partner_bank,
)
