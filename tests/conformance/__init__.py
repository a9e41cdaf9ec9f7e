"""The house rules, kept by tests: layers, manifests, Odoo 19 idioms, access rows, sizes."""
