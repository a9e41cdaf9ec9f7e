"""Imports go one way (docs/ARCHITECTURE.md): between addons, inside the engine, and in the launcher."""

import sys

from tests.conformance.tree import (
    ADDONS,
    ENGINE,
    ROOT,
    addon_names,
    assert_none,
    files,
    imported,
    manifest,
    shown,
)

# Each addon and the addons of ours that it may build on.
HOUSE: dict[str, set[str]] = {
    "police_engine": set(),
    "police_core": {"police_engine"},
    "police_hr": {"police_engine", "police_core"},
    "police_payroll": {"police_engine", "police_core", "police_hr"},
    **{  # a payroll department's rooms: each joins the run through its contributor, none knows another
        name: {"police_engine", "police_core", "police_hr", "police_payroll"}
        for name in (
            "police_duty", "police_absence", "police_deductions", "police_retro", "police_rti",
            "police_movers", "police_pensions", "police_selfservice", "police_parallel",
        )
    },
    "police_finance": {"police_engine", "police_core"},
    "police_commissioning": {"police_engine", "police_core", "police_finance"},
    "police_contracts": {"police_engine", "police_core", "police_finance", "police_commissioning"},
    "police_fleet": {"police_engine", "police_core", "police_hr"},
    "police_fleet_road": {"police_engine", "police_core", "police_hr", "police_fleet"},
    "police_workshop": {"police_engine", "police_core", "police_hr", "police_fleet"},
    "police_fleet_cost": {
        "police_engine", "police_core", "police_hr", "police_fleet", "police_fleet_road",
    },
    "police_fleet_plan": {
        "police_engine", "police_core", "police_hr", "police_fleet", "police_fleet_road", "police_workshop",
    },
    "police_fleet_repair": {  # where the road and the workshop meet
        "police_engine", "police_core", "police_hr", "police_fleet", "police_fleet_road", "police_workshop",
    },
    "police_demo": {
        "police_engine", "police_core", "police_hr", "police_payroll", "police_finance",
        "police_commissioning", "police_fleet", "police_duty", "police_absence", "police_deductions",
        "police_retro", "police_rti", "police_movers", "police_pensions", "police_selfservice",
        "police_parallel", "police_fleet_road", "police_workshop", "police_fleet_cost", "police_fleet_plan",
        "police_contracts",
        "police_fleet_repair",
    },
}  # fmt: skip

# The floors of the engine, the ground floor first; a room may use its own floor and those below.
FLOORS: list[set[str]] = [
    {"money", "problems", "exceptions", "records"},
    {"params", "identifiers", "taxcalendar", "rulebook"},
    {"paye", "pay", "pension", "fleet", "finance", "commissioning"},
    {"statutory"},
    {"payslip"},
]
# What rooms of the engine may use from outside. The solver is optional: plans are made without it too.
OUTSIDE = {"adapters": {"lxml", "reportlab"}, "fleet": {"ortools"}}


def floor(room: str) -> int:
    """The floor of a room of the engine; whatever is not named lives on top."""
    return next((number for number, rooms in enumerate(FLOORS) if room in rooms), len(FLOORS))


def ours(name: str) -> tuple[str, str] | None:
    """(addon, room) of an import of ours, else None."""
    parts = name.split(".")
    if parts[:2] != ["odoo", "addons"] or len(parts) < 3 or not parts[2].startswith("police_"):
        return None
    return parts[2], parts[3] if len(parts) > 3 else ""


def test_every_addon_has_its_place_in_the_house():
    strangers = [name for name in addon_names() if name not in HOUSE]
    assert_none(strangers, "add these to docs/ARCHITECTURE.md and to HOUSE in this file:")


def test_addons_import_only_what_they_may_build_on():
    faults = []
    for name in addon_names():
        for path in files(ADDONS / name, ".py"):
            for module, line in imported(path):
                target = ours(module)
                if target and target[0] != name and target[0] not in HOUSE.get(name, set()):
                    faults.append(f"{shown(path, line)} imports {module}")
    assert_none(faults, "imports against the direction of the layers:")


def test_manifests_depend_only_downwards():
    faults = [
        f"{name} depends on {other}"
        for name in addon_names()
        for other in manifest(name)["depends"]
        if other.startswith("police_") and other not in HOUSE.get(name, set())
    ]
    assert_none(faults, "manifests that depend against the direction of the layers:")


def test_nothing_is_imported_that_the_manifest_does_not_reach():
    def reach(name: str) -> set[str]:
        direct = {other for other in manifest(name)["depends"] if other in addon_names()}
        return direct.union(*map(reach, direct)) if direct else set()

    faults = []
    for name in addon_names():
        allowed = reach(name) | {name}
        for path in files(ADDONS / name, ".py"):
            for module, line in imported(path):
                target = ours(module)
                if target and target[0] not in allowed:
                    faults.append(f"{shown(path, line)} imports {module}, which no dependency brings")
    assert_none(faults, "imports without a dependency in the manifest:")


def test_the_engine_imports_the_standard_library_alone():
    """``adapters/`` may also use lxml and reportlab, the workshop planner a solver. Nothing may use Odoo."""
    faults = []
    for path in files(ENGINE, ".py"):
        room = path.relative_to(ENGINE).parts[0]
        for module, line in imported(path):
            top = module.partition(".")[0]
            allowed = ours(module) is not None or top in sys.stdlib_module_names
            if not (allowed or top in OUTSIDE.get(room, set())):
                faults.append(f"{shown(path, line)} imports {module}")
    assert_none(faults, "the engine is pure; these are not of the standard library:")


def test_the_engine_is_built_from_the_ground_up():
    faults = []
    for path in files(ENGINE, ".py"):
        here = path.relative_to(ENGINE).parts[0].removesuffix(".py")
        if here in ("__init__", "__manifest__"):
            continue
        for module, line in imported(path):
            target = ours(module)
            if target and target[0] == "police_engine" and target[1] and floor(target[1]) > floor(here):
                faults.append(f"{shown(path, line)} ({here}) imports {module}, a floor above it")
    assert_none(faults, "imports upwards inside the engine:")


def test_adapters_need_only_records_and_the_ground_floors():
    faults = []
    for path in files(ENGINE / "adapters", ".py"):
        for module, line in imported(path):
            target = ours(module)
            if target and target[1] not in ("adapters", "") and floor(target[1]) > 1:
                faults.append(f"{shown(path, line)} imports {module}")
    assert_none(faults, "adapters turn records into bytes and compute nothing:")


def test_the_launcher_uses_the_standard_library_alone():
    """Except what runs inside the prepared environment: ``sql_tool`` speaks to the database."""
    inside = {"sql_tool.py": {"psycopg2"}}
    faults = []
    for path in [ROOT / "constabulary", *files(ROOT / "launcher", ".py")]:
        for module, line in imported(path, ROOT, "constabulary_checkout"):
            top = module.partition(".")[0]
            if top not in sys.stdlib_module_names | {"launcher"} | inside.get(path.name, set()):
                faults.append(f"{shown(path, line)} imports {module}")
    assert_none(faults, "the launcher must run where nothing is installed yet:")
