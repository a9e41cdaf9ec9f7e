from . import off_road, release_override
