from . import file_wizard, key_wizard, share_wizard
