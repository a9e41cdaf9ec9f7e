# ruff: noqa: I001  (the guard first, the board last: it is a view over the others' tables)
from . import guard
from . import places, shift, requirement, driver, driver_check, defect, defect_step, fleet_vehicle, release
from . import check_template, check, check_line, availability
from . import board
