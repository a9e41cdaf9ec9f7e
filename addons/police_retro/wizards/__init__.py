from . import comparison_check, retro_decide
