{
    "name": "Police demo force",
    "summary": "A seeded, made-up force of about 2,700 people and its September 2026, run as the users would",
    "version": "19.0.1.0.0",
    "category": "Police",
    "license": "AGPL-3",
    "author": "The Constabulary founders",
    "website": "https://github.com/constabulary-erp/constabulary",
    "depends": [
        "police_core",
        "police_hr",
        "police_payroll",
        "police_finance",
        "police_commissioning",
        "police_fleet",
    ],
    "data": [],
    "installable": True,
}
