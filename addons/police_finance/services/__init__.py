from . import chart, delegation, holds, invoices
