from . import vor_wizard
