"""People of a force: dated facts on Odoo's ``hr.version``, and the services that read and load them."""

from . import models, services, wizard
