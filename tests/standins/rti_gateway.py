"""Run the stand-in for HMRC's transaction engine from the command line. It is NOT HMRC.

    python tests/standins/rti_gateway.py --port 8765 --script accept,delay:3,reject:7823:2,drop_after

Then set Payroll, Configuration, HMRC connection: "Stand-in on this computer" and the address printed. Each
submission takes the next behaviour of the script; the last one stays in force. What the words mean is told
in ``addons/police_engine/adapters/rti/standin.py``. One line is printed for each request. Stop with Ctrl-C.
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def engine():
    """The stand-in of the engine, found in this checkout without Odoo."""
    import types

    for name, path in (("odoo", None), ("odoo.addons", ROOT / "addons")):
        if name not in sys.modules:
            package = types.ModuleType(name)
            package.__path__ = [str(path)] if path else []
            sys.modules[name] = package
    from odoo.addons.police_engine.adapters.rti import standin

    return standin


def main(arguments=None):
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Stand-in for HMRC's transaction engine. Not HMRC.")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--script", default="accept", help="behaviours, separated by commas")
    parser.add_argument("--interval", type=int, default=2, help="poll interval in seconds given to clients")
    parser.add_argument("--password", default="", help="refuse any other password with error 1046")
    options = parser.parse_args(arguments)
    standin = engine()
    gateway = standin.StandIn(options.script.split(","), interval=options.interval, password=options.password)
    with standin.serving(gateway, options.port) as address:
        print(f"{standin.NOTICE}. Submission address: {address}", flush=True)
        shown = 0
        try:
            while True:
                time.sleep(0.2)
                for kind in gateway.requests[shown:]:
                    print(time.strftime("%H:%M:%S"), kind, f"({len(gateway.held)} submissions)", flush=True)
                shown = len(gateway.requests)
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    raise SystemExit(main())
