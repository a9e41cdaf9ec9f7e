from . import release_override
