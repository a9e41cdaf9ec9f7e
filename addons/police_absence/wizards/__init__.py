from . import absence_return
