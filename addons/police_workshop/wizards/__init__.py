from . import fail_wizard
