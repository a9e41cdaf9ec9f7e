"""The small family of errors that the engine raises for single objects.

Batches never raise for one person: they return :class:`~.problems.Problem` values.
"""


class EngineError(ValueError):
    """Base of all engine errors; the message tells a user what is wrong and what to do."""


class InvalidMoney(EngineError):
    """Not an exact amount of money."""


class InvalidIdentifier(EngineError):
    """A NINO, tax code, sort code or other identifier is malformed or fails its check."""


class MissingParameter(EngineError):
    """A rate, scale or threshold is not known for the date asked; never treated as zero."""


class InvalidParameterFile(EngineError):
    """A parameter file breaks the format (no reference, overlap, float, unknown key)."""


class InvalidRecord(EngineError):
    """Facts given to the engine contradict each other."""
