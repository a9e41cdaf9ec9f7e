from . import decide, import_wizard, who, withdraw
