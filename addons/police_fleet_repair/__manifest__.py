{
    "name": "Police Fleet: defects repaired",
    "summary": "A defect opens a job card, its steps are the defect's; a passed test puts the car back",
    "version": "19.0.1.0.0",
    "category": "Police",
    "author": "The Constabulary founders",
    "website": "https://github.com/constabulary-erp/constabulary",
    "license": "AGPL-3",
    "depends": ["police_core", "police_fleet", "police_fleet_road", "police_workshop"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/inspection_item.xml",
        "views/defect_views.xml",
        "views/job_views.xml",
    ],
    "assets": {
        "web.assets_tests": ["police_fleet_repair/static/tests/tours/**/*"],
    },
    "auto_install": True,
    "installable": True,
}
