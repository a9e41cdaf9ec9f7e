"""Every model has access rows with a group, a company rule where it has one, an auditor who only reads."""

import ast
import csv
from dataclasses import dataclass, field
from pathlib import Path

from tests.conformance.tree import ADDONS, addon_names, assert_none, files, parsed, shown, text_of, xml

AUDITOR = "group_auditor"


@dataclass
class Model:
    """A model that an addon of ours makes (extensions of others' models are theirs)."""

    name: str
    addon: str
    kind: str  # Model, TransientModel, AbstractModel
    path: Path
    fields: set[str] = field(default_factory=set)

    @property
    def xml_id(self) -> str:
        return "model_" + self.name.replace(".", "_")


def models() -> list[Model]:
    found = []
    for addon in addon_names():
        for path in files(ADDONS / addon, ".py"):
            if "tests" in path.parts:
                continue
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.ClassDef):
                    found += model_of(addon, path, node)
    return found


def model_of(addon: str, path: Path, node: ast.ClassDef) -> list[Model]:
    kinds = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
    kind = next((name for name in kinds if name in ("Model", "TransientModel", "AbstractModel")), "")
    values: dict[str, ast.expr] = {}
    for item in node.body:
        if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
            values[item.targets[0].id] = item.value
    name = text_of(values.get("_name"))
    inherits = values.get("_inherit")
    parents = inherits.elts if isinstance(inherits, ast.List | ast.Tuple) else [inherits]
    extends_itself = name in [text_of(parent) for parent in parents]
    if not kind or not name or extends_itself:
        return []
    fields = {key for key, value in values.items() if ast.unparse(value).startswith("fields.")}
    return [Model(name, addon, kind, path, fields)]


def rows(addon: str) -> list[dict[str, str]]:
    path = ADDONS / addon / "security" / "ir.model.access.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def short(reference: str) -> str:
    return reference.rpartition(".")[2]


def test_every_model_has_access_rows():
    faults = [
        f"{shown(model.path)} {model.name}"
        for model in models()
        if model.kind != "AbstractModel"
        and not any(short(row["model_id:id"]) == model.xml_id for row in rows(model.addon))
    ]
    assert_none(faults, "models without a row in security/ir.model.access.csv:")


def test_every_row_has_a_group_and_four_flags():
    faults = []
    for addon in addon_names():
        for row in rows(addon):
            flags = [row[f"perm_{name}"] for name in ("read", "write", "create", "unlink")]
            if not row["group_id:id"] or any(flag not in ("0", "1") for flag in flags):
                faults.append(f"{addon}: {row['id']}")
    assert_none(faults, "access rows without a group or with odd flags:")


def test_row_ids_are_unique():
    for addon in addon_names():
        ids = [row["id"] for row in rows(addon)]
        assert len(ids) == len(set(ids)), f"{addon}: {sorted({name for name in ids if ids.count(name) > 1})}"


def test_the_auditor_reads_every_record_and_writes_none():
    faults = []
    for model in models():
        if model.kind != "Model":
            continue
        own = [
            row
            for row in rows(model.addon)
            if short(row["model_id:id"]) == model.xml_id and short(row["group_id:id"]) == AUDITOR
        ]
        if not any(row["perm_read"] == "1" for row in own):
            faults.append(f"{model.name}: the auditor may not read it")
    for addon in addon_names():
        for row in rows(addon):
            writes = [row[f"perm_{name}"] for name in ("write", "create", "unlink")]
            if short(row["group_id:id"]) == AUDITOR and "1" in writes:
                faults.append(f"{addon}: {row['id']} lets the auditor write")
    assert_none(faults, "the auditor reads all and writes nothing:")


def test_models_of_a_company_have_a_company_rule():
    """A record rule on the model itself; line models without a company of their own follow their header's."""
    ruled = set()
    for path in files(ADDONS, ".xml"):
        for record in xml(path).iter("record"):
            if record.get("model") == "ir.rule":
                ruled |= {
                    short(item.get("ref", ""))
                    for item in record.iter("field")
                    if item.get("name") == "model_id"
                }
    faults = [
        f"{shown(model.path)} {model.name}"
        for model in models()
        if model.kind == "Model" and "company_id" in model.fields and model.xml_id not in ruled
    ]
    assert_none(faults, "models with company_id and without a record rule:")
