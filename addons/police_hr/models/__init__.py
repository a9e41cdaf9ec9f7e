from . import police_rank
from . import police_station
from . import police_local_salary
from . import police_collar_holding
from . import hr_version
from . import hr_employee
from . import hr_employee_public
from . import res_partner_bank
