from . import police_change_wizard, police_increment_wizard
