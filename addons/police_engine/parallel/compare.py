"""Old payslips against ours, person by person and line by line. Nothing is dropped: the counts prove it."""

from collections.abc import Mapping
from typing import NamedTuple

Key = tuple[str, str]  # (person, line code)


class Variance(NamedTuple):
    """A difference. ``None`` where one side has no such line at all."""

    person: str
    code: str
    legacy: int | None
    ours: int | None

    @property
    def difference(self) -> int:
        """Ours less theirs, pence."""
        return (self.ours or 0) - (self.legacy or 0)


class Comparison(NamedTuple):
    """``equal + differing`` are in both; all four counts together are every line of both sides."""

    equal: int
    differing: int
    only_legacy: int
    only_ours: int
    legacy_total: int
    ours_total: int
    variances: tuple[Variance, ...]


def compare(legacy: Mapping[Key, int], ours: Mapping[Key, int]) -> Comparison:
    """Every line of both. A line of nought on one side and none on the other is no variance, but counted."""
    equal = differing = only_legacy = only_ours = 0
    variances = []
    for key in sorted(legacy.keys() | ours.keys()):
        theirs, mine = legacy.get(key), ours.get(key)
        if theirs is None:
            only_ours += 1
        elif mine is None:
            only_legacy += 1
        elif theirs == mine:
            equal += 1
        else:
            differing += 1
        if (theirs or 0) != (mine or 0):
            variances.append(Variance(*key, theirs, mine))
    return Comparison(
        equal, differing, only_legacy, only_ours, sum(legacy.values()), sum(ours.values()), tuple(variances)
    )
