"""Amounts as people write them: 46, 1.9 million, 82,800 s, ten minutes; what each comes to, and how exactly."""

from __future__ import annotations

from guard.prose.cued import Cued
from guard.prose.figures import number_of
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

_SCALES = {"thousand": 1000, "k": 1000, "million": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9, "b": 10**9}
WORDS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|ninety)"
)
# digits with or without a fraction and a scale, and not a piece of something longer
AMOUNT = (
    r"(?<![\w.,:/#$\u20ac-])(?:\d{1,3}(?:[,\u00a0\u202f']\d{3})+|\d{1,12})(?:\.\d{1,4})?"
    r"(?:(?:[ \u00a0]?(?:million|billion|thousand|bn)|[kM])\b)?(?![\w:/]|[.,]\d|\s?%|-\d)"
)
SAID = rf"(?:{AMOUNT}|\b{WORDS}\b)"
_PARTS = Cued(r"([\d,\u00a0\u202f']*\d)(?:\.(\d{1,4}))?[ \u00a0]?([a-zA-Z]*)")
# what a unit is of, and how many of its smallest
UNITS: dict[str, tuple[str, int]] = {
    word: (of, factor)
    for of, factor, words in (
        ("time", 1, "ms millisecond milliseconds"),
        ("time", 1000, "s sec secs second seconds"),
        ("time", 60_000, "min mins minute minutes"),
        ("time", 3_600_000, "h hr hrs hour hours"),
        ("time", 86_400_000, "d day days"),
        ("time", 604_800_000, "week weeks"),
        ("size", 1, "kb kib"),
        ("size", 1000, "mb mib"),
        ("size", 10**6, "gb gib"),
        ("size", 10**9, "tb tib"),
    )
    for word in words.split()
}
UNIT = r"(?:milliseconds?|ms|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|s|h|d|[kmgtKMGT]i?[bB])\b(?![-/])"


class Amount(NamedTuple):
    """What it comes to, and what its last digit stands for."""

    value: Fraction
    last: Fraction

    def shown(self) -> str:
        return figure(self.value)


def amount_of(said: str) -> Amount | None:
    """The amount that digits or a word stand for."""
    from fractions import Fraction  # only where figures stand: to load it takes longer than to read a page of words

    found = _PARTS.fullmatch(said.strip())
    if found is None:
        number = number_of(said)
        return None if number is None else Amount(Fraction(number), Fraction(1))
    scale = _SCALES.get(found[3].lower(), 0) if found[3] else 1
    whole = number_of(found[1])
    if not scale or whole is None:
        return None
    digits = found[2] or ""
    value = Fraction(whole) + Fraction(int(digits or "0"), 10 ** len(digits))
    return Amount(value * scale, Fraction(scale, 10 ** len(digits)))


def figure(value: Fraction) -> str:
    """As a person writes it: 45, 1.8 million, 23.5."""
    if value >= 10**6 and (value / 10**5).denominator == 1:
        scale, word = (10**9, "billion") if value >= 10**9 and (value / 10**8).denominator == 1 else (10**6, "million")
        return f"{float(value / scale):g} {word}"
    return f"{int(value):,}" if value.denominator == 1 else f"{float(value):,.2f}".rstrip("0").rstrip(".")


def in_all(parts: Iterable[Amount]) -> Fraction:
    """What they come to together."""
    from fractions import Fraction

    return sum([part.value for part in parts], Fraction(0))


def fits(total: Amount, parts: list[Amount]) -> bool:
    """Whether parts come to a total, where each is said alike exactly; else within what was rounded away."""
    left = abs(in_all(parts) - total.value)
    if all([part.last == total.last for part in parts]):
        return left == 0
    return left <= max([total.last, *[part.last for part in parts]])
