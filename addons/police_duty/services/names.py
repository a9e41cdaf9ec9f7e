"""Fields of a duty by kind, as the model, the engine and the import share them."""

TIMES = (
    "rostered_start",
    "rostered_end",
    "start",
    "end",
    "told_at",
    "reinstated_at",
    "on_call_from",
    "on_call_to",
)
COUNTS = ("travel_minutes", "nights_away", "nights_hardship", "standby_sessions", "miles")
