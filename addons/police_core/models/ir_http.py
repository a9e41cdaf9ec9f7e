"""An auditor's calls run in a read-only database transaction.

Access rights stop what the ORM checks; this also stops what a method would do under ``sudo()`` or in
plain SQL after looking at a group only. PostgreSQL itself refuses the write.
"""

import psycopg2.errors
from odoo import models
from odoo.exceptions import AccessError
from odoo.http import request

from .auditor_policy import OWN_DESK_MODELS, READING_WIZARDS, is_auditor

GUARDED_PATHS = ("/web/dataset/", "/json/2/")
# The user's own preferences are written through this model, field by field as core allows.
EXEMPT_MODELS = OWN_DESK_MODELS.keys() | READING_WIZARDS | {"res.users"}


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        if not _is_auditors_call(request):
            return super()._dispatch(endpoint)
        try:
            with request.env.cr.savepoint():
                request.env.cr.execute("SET TRANSACTION READ ONLY")  # until the savepoint is released
                return super()._dispatch(endpoint)
        except psycopg2.errors.ReadOnlySqlTransaction as error:
            raise AccessError(request.env._("An auditor reads everything and changes nothing.")) from error


def _is_auditors_call(http_request) -> bool:
    path = http_request.httprequest.path
    if not path.startswith(GUARDED_PATHS) or http_request.env.cr.readonly or not is_auditor(http_request.env):
        return False
    model = http_request.params.get("model") or http_request.params.get("__model__")
    return model not in EXEMPT_MODELS
