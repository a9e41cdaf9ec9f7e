{
    "name": "Police Core",
    "summary": "Forces, roles, the read-only auditor, approval by another person, and the law in view",
    "version": "19.0.1.0.0",
    "category": "Police",
    "author": "The Constabulary founders",
    "website": "https://github.com/constabulary-erp/constabulary",
    "license": "AGPL-3",
    "depends": ["base", "mail", "web", "analytic", "rpc", "web_responsive", "police_engine"],
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "data/language.xml",
        "data/analytic.xml",
        "views/res_company_views.xml",
        "views/police_parameter_views.xml",
        "views/cost_centre_views.xml",
        "views/menus.xml",
    ],
    # Debian's Odoo leaves this non-free file out, and every page then logs an error for it.
    "assets": {
        "web.assets_backend": [("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js")],
        "web.assets_tests": ["police_core/static/tests/patient_tours.js"],
    },
    "post_init_hook": "post_init_hook",
    "installable": True,
    "application": True,
}
