{
    "name": "Police Contracts",
    "summary": "Contracts register tied to the ledger, ceilings, forecasts, renewals, and a savings ledger",
    "version": "19.0.1.0.0",
    "category": "Police",
    "author": "The Constabulary founders",
    "website": "https://github.com/constabulary-erp/constabulary",
    "license": "AGPL-3",
    "depends": ["police_commissioning"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
    ],
    "installable": True,
}
