"""When will each task fall due? From how a vehicle has been used, with error bars. Pure; no clock."""
