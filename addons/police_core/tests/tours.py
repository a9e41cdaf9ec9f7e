"""The base of every test that plays a tour in Chromium."""

from odoo.tests import HttpCase

TOUR_SECONDS = 240


class TourCase(HttpCase):
    """Gives a tour the time that a busy machine needs (``static/tests/patient_tours.js``: each step)."""

    def start_tour(self, url_path, tour_name, **kwargs):
        kwargs.setdefault("timeout", TOUR_SECONDS)
        return super().start_tour(url_path, tour_name, **kwargs)
