from . import police_change_wizard
from . import police_increment_wizard
