from . import test_documents, test_notices, test_portal, test_query, test_report, test_security, test_tours
