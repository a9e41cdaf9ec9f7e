from . import plan_move
