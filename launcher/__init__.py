"""The launcher: prepares Python packages, Odoo 19 and PostgreSQL inside the checkout, then runs a command.

Standard library only; the few modules that run inside the prepared environment say so in their docstring.
"""
