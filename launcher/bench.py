"""``bench NAME``: runs ``bench/NAME.py`` in the prepared environment; without a name, lists them."""

import subprocess

from launcher import builds, odoo_process
from launcher.environment import Environment
from launcher.places import ODOO_CONF, PYTHON, ROOT, VAR, Options
from launcher.ui import LaunchError, say

SHARED = ("__init__", "common")


def names() -> list[str]:
    """Benchmarks are the modules of ``bench/`` that have a ``main``; helpers have none."""
    files = sorted((ROOT / "bench").glob("*.py"))
    return [
        path.stem for path in files if path.stem not in SHARED and "\ndef main(" in path.read_text("utf-8")
    ]


def main(options: Options, arguments: list[str], environment: Environment) -> int:
    if not arguments or arguments[0] in ("-h", "--help"):
        say("Benchmarks: " + (", ".join(names()) or "none yet"))
        return 0
    name = arguments[0].replace("-", "_")
    if name not in names():
        raise LaunchError(
            f"there is no benchmark {arguments[0]}", str(ROOT / "bench"), f"one of: {', '.join(names())}"
        )
    (VAR / "bench").mkdir(parents=True, exist_ok=True)
    env = odoo_process.child_environment(environment)
    env["CONSTABULARY_CONF"] = str(ODOO_CONF)
    env["CONSTABULARY_TEMPLATE"] = builds.template(environment)
    env["CONSTABULARY_BASE"] = builds.base(environment)
    command = [str(PYTHON), "-m", f"bench.{name}", *arguments[1:]]
    return subprocess.run(command, env=env, cwd=ROOT, check=False).returncode
