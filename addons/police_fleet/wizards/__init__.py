from . import record_wizards, vor_wizard
