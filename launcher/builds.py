"""The chain of prepared databases: template (core + OCA) → base (our addons installed) → demo, tests, tours.

A database is stamped in its comment when it is whole. One without the right stamp is made again, except those
that a person may have worked in (the demo): they are never dropped without being asked.
"""

import ast
from collections.abc import Callable

from launcher import odoo_log, odoo_process, stamps
from launcher.environment import Environment
from launcher.places import ADDONS, PINS, REQUIREMENTS, addons_key, checkout_key, digest, police_addons
from launcher.ui import step


def outside_modules() -> list[str]:
    """What our addons depend on outside our own, and the modules that the pins add."""
    wanted = set(PINS["template"]["modules"])
    for name in police_addons():
        manifest = ast.literal_eval((ADDONS / name / "__manifest__.py").read_text(encoding="utf-8"))
        wanted |= set(manifest["depends"])
    return sorted(wanted - set(police_addons()))


def template_key(environment: Environment) -> str:
    pins = REQUIREMENTS.read_text(encoding="utf-8") + repr(PINS["odoo"]) + repr(PINS["template"])
    return digest(pins, str(environment.odoo.path), *outside_modules())


def base_key(environment: Environment) -> str:
    return digest(template_key(environment), addons_key())


def template(environment: Environment) -> str:
    """The database with Odoo's and OCA's modules, made once for each set of pins. Returns its name."""
    key = template_key(environment)
    return cached(environment, "tpl", key, lambda name: make_template(environment, name))


def make_template(environment: Environment, name: str) -> list[str]:
    """Warnings of modules that are not ours are not our faults."""
    modules = outside_modules()
    with step(f"Odoo with {len(modules)} modules and what they need (once)"):
        environment.databases.create(name)
        language = f"--load-language={PINS['template']['language']}"
        arguments = ["-d", name, "-i", ",".join(modules), language, "--stop-after-init", "--no-http"]
        odoo_process.run(environment, "install-core", *arguments, "--max-cron-threads=0")
    return []


def base(environment: Environment) -> str:
    """The template plus our addons, made once for each state of our code. Returns its name."""
    key = base_key(environment)
    return cached(environment, "base", key, lambda name: make_base(environment, name))


def make_base(environment: Environment, name: str) -> list[str]:
    source = template(environment)
    with step(f"Our addons ({len(police_addons())})"):
        environment.databases.copy(source, name)
        log = odoo_process.install(environment, name, police_addons(), "install-police")
    return [fault.text for fault in odoo_log.read(log).faults]


def cached(environment: Environment, kind: str, key: str, make: Callable[[str], list[str]]) -> str:
    """A database by its key; older ones of the same kind are dropped, because nobody works in them.

    ``make(name)`` returns the faults in its logs: they are kept with the database and fail the tests.
    """
    with stamps.only_one():
        return made_once(environment, kind, key, make)


def made_once(environment: Environment, kind: str, key: str, make: Callable[[str], list[str]]) -> str:
    databases = environment.databases
    family = f"constabulary_{kind}_{checkout_key()[:4]}_"
    name = family + key
    if (databases.stamp(name) or {}).get("key") == key:
        return name
    for other in databases.names():
        if other.startswith(family):
            databases.drop(other)
    found = make(name)
    databases.mark(name, kind=kind, key=key, faults=[text[:400] for text in found[:20]])
    return name


def faults(environment: Environment, name: str) -> list[str]:
    """Warnings and errors that were logged while a cached database was made."""
    return (environment.databases.stamp(name) or {}).get("faults", [])
