"""What happens in the demo besides the month itself, one module a room; found by name, told in that order.

A story may define functions named after the moments of the month, each taking the
:class:`~..month.DemoMonth`: ``august`` (before August is calculated), ``september`` (before September is),
``paid`` (after September's bank file), ``october`` (before October is calculated) and ``finish``.
"""

import importlib
import pkgutil

MOMENTS = ("august", "september", "paid", "october", "finish")


def tell(demo, moment):
    """Run every story's function for ``moment``. Raises KeyError for a moment that there is none of."""
    if moment not in MOMENTS:
        raise KeyError(moment)
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        story = importlib.import_module(f"{__name__}.{found.name}")
        if function := getattr(story, moment, None):
            with demo.steps.part(found.name):
                function(demo)
            demo.env.flush_all()
