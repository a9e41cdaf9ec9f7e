"""One workshop on one day: which minutes of each bay and each technician are free, as bits of whole numbers.

Bit n is minute ``opens + n``. A visit of m minutes may start at n when m bits from n on are set; ``fits``
finds all such n at once by folding the number onto itself.
"""


def fits(free: int, minutes: int) -> int:
    """Starts at which ``minutes`` bits in a row are free."""
    have = 1
    while have * 2 <= minutes:
        free &= free >> have
        have *= 2
    return free & (free >> (minutes - have)) if minutes > have else free


class Shop:
    """Free minutes of bays (``bays``) and technicians (``hands``, in the order of ``names``)."""

    __slots__ = ("_starts", "bays", "closes", "hands", "known", "names", "opens", "skills")

    def __init__(self, opens: int, closes: int, bays: int, staff: dict[str, frozenset[str]]):
        self.opens, self.closes = opens, closes
        whole = (1 << (closes - opens)) - 1
        # fewest skills first: the others are kept for harder work
        self.names = sorted(staff, key=lambda name: (len(staff[name]), name))
        self.known = [staff[name] for name in self.names]
        self.skills = frozenset().union(*self.known)
        self.bays = [whole] * bays
        self.hands = [whole] * len(self.names)
        self._starts: dict = {}

    def fit(self, skill: str) -> list[int]:
        """Numbers of the technicians who can do it ("" is work that anyone can)."""
        return [n for n, known in enumerate(self.known) if not skill or skill in known]

    def bay_starts(self, minutes: int) -> int:
        """Starts at which some bay is free long enough."""
        if minutes not in self._starts:
            found = 0
            for free in self.bays:
                found |= fits(free, minutes)
            self._starts[minutes] = found
        return self._starts[minutes]

    def hand_starts(self, skill: str, minutes: int) -> int:
        """Starts at which some fit technician is free long enough."""
        key = (skill, minutes)
        if key not in self._starts:
            found = 0
            for number in self.fit(skill):
                found |= fits(self.hands[number], minutes)
            self._starts[key] = found
        return self._starts[key]

    def best_bay(self, start: int, minutes: int) -> int:
        """The bay free from ``start`` (minute of the horizon) with the smallest gap before and after."""
        return _tightest(self.bays, range(len(self.bays)), start - self.opens, minutes)

    def free_hands(self, skill: str, start: int, minutes: int) -> list[int]:
        """Numbers of the fit technicians who are free from ``start`` on."""
        return [n for n in self.fit(skill) if _is_free(self.hands[n], start - self.opens, minutes)]

    def best_hand(self, skill: str, start: int, minutes: int) -> int:
        """The fit technician with fewest skills; among equals the smallest gap round the work."""
        able = self.free_hands(skill, start, minutes)
        few = len(self.known[able[0]])
        return _tightest(
            self.hands, [n for n in able if len(self.known[n]) == few], start - self.opens, minutes
        )

    def toggle(self, bay: int, start: int, end: int, hands: list[tuple[int, int, int]]) -> None:
        """Take the time if it is free, give it back if it is taken. ``hands``: (technician, from, to)."""
        self.bays[bay] ^= _bits(start - self.opens, end - start)
        for number, first, last in hands:
            self.hands[number] ^= _bits(first - self.opens, last - first)
        self._starts.clear()


def _bits(start: int, minutes: int) -> int:
    return ((1 << minutes) - 1) << start


def _is_free(free: int, start: int, minutes: int) -> bool:
    bits = _bits(start, minutes)
    return free & bits == bits


def _tightest(frees: list[int], numbers, start: int, minutes: int) -> int:
    best, smallest = -1, None
    for number in numbers:
        free = frees[number]
        if not _is_free(free, start, minutes):
            continue
        after = free >> (start + minutes)
        after = (~after & (after + 1)).bit_length() - 1  # ones from here on
        before = ~free & ((1 << start) - 1)
        before = start - before.bit_length()
        # a gap that closes altogether is best of all
        gap = (before > 0) * 100_000 + (after > 0) * 100_000 + before + after
        if smallest is None or gap < smallest:
            best, smallest = number, gap
    return best
