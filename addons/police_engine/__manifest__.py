{
    "name": "Police Engine",
    "summary": "Pure Python pay, tax, pension and file-format rules with dated, cited parameters",
    "version": "19.0.1.0.0",
    "category": "Police",
    "author": "The Constabulary founders",
    "website": "https://github.com/constabulary-erp/constabulary",
    "license": "AGPL-3",
    "depends": ["base"],
    "external_dependencies": {"python": ["lxml", "reportlab"]},
    "installable": True,
}
