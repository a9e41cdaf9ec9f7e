"""Old and new values of watched fields in words, to say what changed in facts behind closed pay."""

from odoo.addons.police_hr.services.dated_changes import plain


def before(records, names):
    """``{record id: {field: (value, text)}}`` as it is now."""
    return {record.id: {name: _value(record, name) for name in names} for record in records}


def changed(record, was):
    """``{field: (old value, new value, 'Label: old → new')}`` of the fields that differ from ``was``."""
    found = {}
    for name, (value, text) in was.items():
        now, now_text = _value(record, name)
        if now != value:
            label = record._fields[name]._description_string(record.env)
            found[name] = (value, now, f"{label}: {text} → {now_text}")
    return found


def _value(record, name):
    value = record[name]
    return plain(value), _text(record, name, value)


def _text(record, name, value):
    field = record._fields[name]
    if field.type == "many2one":
        return value.display_name or "none"
    if field.type == "selection":
        return dict(field._description_selection(record.env)).get(value, value or "none")
    if field.type == "boolean":
        return "yes" if value else "no"
    if field.type == "date":
        return f"{value:%-d %B %Y}" if value else "none"
    if field.type == "float":
        return f"{value:g}"
    return value or "none"
