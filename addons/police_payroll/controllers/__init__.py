"""Downloads: payslip PDFs and the people import template."""

from . import downloads, portal
