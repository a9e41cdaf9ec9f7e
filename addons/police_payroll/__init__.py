"""Police payroll: calendar → collect → calculate → exceptions → review → approve → pay."""

from . import controllers, models, wizards
