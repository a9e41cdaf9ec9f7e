"""P60s, P45s and the like, when an addon keeps them as ``police.pay.document``; this one does not need it.

Asked of that model: ``employee_id``, ``name``, ``tax_year``, ``made_on``, ``content`` (binary), ``released``:
a document that is not released to the person, such as a letter to a representative, is never shown.
"""

import base64
import mimetypes

MODEL = "police.pay.document"
FIELDS = {"employee_id", "name", "tax_year", "made_on", "content", "released"}


def offered(env):
    """True when documents are kept in this database, in the form that is asked for."""
    return MODEL in env.registry and env[MODEL]._fields.keys() >= FIELDS


def own(pay):
    """The person's released documents, newest first, or nothing."""
    if not offered(pay.env):
        return ()
    return pay.env[MODEL].search(
        [("employee_id", "in", pay.employees.ids), ("released", "=", True)], order="made_on desc, id desc"
    )


def content(pay, document_id):
    """(name, bytes, content type) of one's own document, or None."""
    document = next((found for found in own(pay) if found.id == document_id), None)
    data = document.with_context(bin_size=False).content if document else None
    if not data:
        return None
    name = document.name if "." in document.name[-5:] else f"{document.name}.pdf"
    return name, base64.b64decode(data), mimetypes.guess_type(name)[0] or "application/octet-stream"
