from . import period_lock, reason
