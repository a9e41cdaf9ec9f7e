"""Shared facts of the statutory tests."""

import pytest
from odoo.addons.police_engine.params import RuleSet


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    """The shipped law."""
    return RuleSet.load()
