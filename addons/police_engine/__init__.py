"""Pure calculation and file formats for police back-office work; knows nothing of Odoo."""
