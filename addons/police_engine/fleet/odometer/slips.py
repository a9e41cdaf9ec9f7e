"""What may have been meant by a figure that cannot be right: the slips that people make with digits."""

from collections.abc import Iterator

from .readings import MILES_PER_KM


def slips(value: int) -> Iterator[tuple[str, int]]:
    """(kind, what may have been meant), the commonest kinds first."""
    digits = str(value)
    yield "a digit too many", value // 10
    yield "the tenths typed as miles", round(value / 10)
    yield "the last digit left out", value * 10
    for place in range(len(digits) - 1):
        if digits[place] != digits[place + 1]:
            swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
            yield "two digits swapped", int(swapped)
    yield "kilometres typed as miles", round(value * MILES_PER_KM)
    yield "miles typed as kilometres", round(value / MILES_PER_KM)
    for place in range(len(digits) + 1):
        for digit in "0123456789":
            yield "a digit left out", int(digits[:place] + digit + digits[place:])
    for place in range(len(digits)):
        yield "a digit too many", int(digits[:place] + digits[place + 1 :] or "0")
    for place in range(len(digits)):
        for digit in "0123456789":
            if digit != digits[place]:
                yield "one digit wrong", int(digits[:place] + digit + digits[place + 1 :])


def likeliest(value: int, least: float, most: float, middle: float) -> tuple[str, int] | None:
    """The slip that explains the figure: within the range; the commonest kind, of those the most central."""
    ranked: dict[str, tuple[float, int]] = {}
    for kind, meant in slips(value):
        if least <= meant <= most and meant != value:
            entry = (abs(meant - middle), meant)
            ranked[kind] = min(ranked.get(kind, entry), entry)
    if not ranked:
        return None
    kind = next(iter(ranked))
    return kind, ranked[kind][1]
