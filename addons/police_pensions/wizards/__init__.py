from . import pension_import
