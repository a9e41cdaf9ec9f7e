from . import test_auditor
from . import test_auditor_http
from . import test_company
from . import test_cost_centre
from . import test_parameter
from . import test_roles
