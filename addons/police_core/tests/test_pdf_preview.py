"""A PDF that is attached to a record shows its first page in the chatter."""

import io

from odoo.tests import TransactionCase, tagged
from odoo.tools.pdf import extract_page
from reportlab.pdfgen import canvas


@tagged("post_install", "-at_install", "police")
class TestPdfPreview(TransactionCase):
    def test_first_page(self):
        """With PyPDF2 3 Odoo's own reader refused its old method names and the page answered 500."""
        page = io.BytesIO()
        pdf = canvas.Canvas(page)
        for text in ("one", "two"):
            pdf.drawString(50, 700, text)
            pdf.showPage()
        pdf.save()
        kept = self.env["ir.attachment"].create({"name": "two.pdf", "raw": page.getvalue()})
        first = self.env["ir.attachment"].create({"name": "1.pdf", "raw": extract_page(kept, 0).getvalue()})
        self.assertEqual(first.mimetype, "application/pdf")
        self.assertIn(b"/Count 1", first.raw)
