from . import police_change_wizard, police_increment_wizard, police_rejoin_wizard
