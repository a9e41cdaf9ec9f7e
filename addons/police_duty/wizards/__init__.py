from . import duty_import, time_taken
