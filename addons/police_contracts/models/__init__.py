from . import (
    agreement,
    extension,
)
