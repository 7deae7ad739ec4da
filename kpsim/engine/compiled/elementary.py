"""exp and log as LLVM instructions: the same bits on every processor.

Libraries of mathematics differ between systems in the last digit; these use only additions,
multiplications, one division and operations on bits, which IEEE 754 fixes.

- exp: x = n ln 2 + r with |r| <= ln 2 / 2, ln 2 in two parts; Taylor polynomial of degree 13, whose
  remainder is below 5e-18; 2^n in two factors, so that tiny results keep what digits they have.
- log: x = 2^n m with m from sqrt(1/2) to sqrt(2), f = m - 1, s = f / (2 + f), and the polynomial in
  s^2 of Sun's fdlibm (e_log.c), whose remainder is below 2^-58.

Error: at most 1 unit in the last place for exp, 2 for results of exp below 2.3e-308, and 1 for log
(measured in tests/engine_compiled/test_elementary.py against 40 digits; numpy states about the
same). Edges are those of IEEE 754: exp(-inf) = 0, exp of more than 709.78 = inf, log(0) = -inf, log
of a negative number and anything of NaN = NaN.
"""

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

LARGEST_EXPONENT = float.fromhex("0x1.62e42fefa39efp+9")  # ln of the largest number
SMALLEST_EXPONENT = -746.0  # below it exp is 0
LN2_HIGH = float.fromhex("0x1.62e42fee00000p-1")  # 21 zero bits: n times it is exact
LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
ROUNDER = 1.5 * 2.0**52  # adding it rounds to a whole number, found in the low bits
TAYLOR = tuple(float(Fraction(1, math.factorial(k))) for k in range(14))
FDLIBM = tuple(
    float.fromhex(text)
    for text in (
        "0x1.5555555555593p-1",
        "0x1.999999997fa04p-2",
        "0x1.2492494229359p-2",
        "0x1.c71c51d8e78afp-3",
        "0x1.7466496cb03dep-3",
        "0x1.39a09d078c69fp-3",
        "0x1.2f112df3e5244p-3",
    )
)
BIAS, FRACTION_BITS = 1023, 52
SMALLEST_NORMAL = 2.0**-1022
LIFT_BITS = 54  # a number below the smallest normal is multiplied by 2^54 first
ROOT_HALF_BITS = 0x3FE6A09E00000000  # sqrt(1/2), its low half cleared
FRACTION_MASK = (1 << FRACTION_BITS) - 1


@dataclass(frozen=True)
class Block:
    """Instructions on vectors of one length, in the order of writing."""

    lanes: int
    put: Callable[[str], None]
    serial: count  # type: ignore[type-arg]
    """Numbers the temporary values."""

    @property
    def numbers(self) -> str:
        """Return the type of a vector of numbers."""
        return f"<{self.lanes} x double>"

    @property
    def integers(self) -> str:
        """Return the type of a vector of integers."""
        return f"<{self.lanes} x i64>"

    def constant(self, value: float) -> str:
        """Write a number in every lane; the bits as LLVM writes them."""
        return self.spread(f"double {bits_of(value)}")

    def whole(self, value: int) -> str:
        """Write an integer in every lane."""
        return self.spread(f"i64 {value}")

    def spread(self, item: str) -> str:
        """Write the same constant in every lane."""
        return f"splat ({item})"

    def new(self, instruction: str) -> str:
        """Write an instruction and return the name of its result."""
        name = f"%t{next(self.serial)}"
        self.put(f"{name} = {instruction}")
        return name

    def do(self, name: str, first: str, second: str) -> str:
        """Write an operation on two vectors: f... on numbers, others on integers."""
        kind = self.numbers if name.startswith("f") else self.integers
        return self.new(f"{name} {kind} {first}, {second}")

    def select(self, condition: str, yes: str, no: str) -> str:
        """Write a choice between two vectors of numbers."""
        kind = f"<{self.lanes} x i1>"
        return self.new(f"select {kind} {condition}, {self.numbers} {yes}, {self.numbers} {no}")

    def as_integers(self, value: str) -> str:
        """Read the bits of numbers."""
        return self.new(f"bitcast {self.numbers} {value} to {self.integers}")

    def as_numbers(self, value: str) -> str:
        """Read integers as the bits of numbers."""
        return self.new(f"bitcast {self.integers} {value} to {self.numbers}")

    def polynomial(self, variable: str, coefficients: tuple[float, ...]) -> str:
        """Write a polynomial, the coefficients from the lowest power."""
        result = self.constant(coefficients[-1])
        for coefficient in coefficients[-2::-1]:
            product = self.do("fmul", result, variable)
            result = self.do("fadd", product, self.constant(coefficient))
        return result


def bits_of(value: float) -> str:
    """Write a number as LLVM reads it without rounding."""
    return f"0x{struct.unpack('>Q', struct.pack('>d', value))[0]:016X}"


def write_exp(block: Block, x: str) -> str:
    """Write e to the power of x."""
    small = block.do("fcmp ogt", x, block.constant(SMALLEST_EXPONENT))
    raised = block.select(small, x, block.constant(SMALLEST_EXPONENT))  # NaN too; see below
    large = block.do("fcmp ogt", x, block.constant(LARGEST_EXPONENT))
    bounded = block.select(large, block.constant(LARGEST_EXPONENT), raised)
    scaled = block.do("fmul", bounded, block.constant(1 / math.log(2)))
    shifted = block.do("fadd", scaled, block.constant(ROUNDER))
    n = block.do("fsub", shifted, block.constant(ROUNDER))
    high = block.do("fsub", bounded, block.do("fmul", n, block.constant(LN2_HIGH)))
    low = block.do("fmul", n, block.constant(LN2_LOW))
    rest = block.do("fsub", high, low)
    # 1 + (r + r^2 q(r)): the small part is added last, which keeps its digits
    inner = block.polynomial(rest, TAYLOR[2:])
    square = block.do("fmul", rest, rest)
    lost = block.do("fsub", block.do("fsub", high, rest), low)  # what rounding r left out
    tail = block.do("fadd", block.do("fmul", square, inner), lost)
    part = block.do("fadd", block.constant(1.0), block.do("fadd", rest, tail))
    result = write_power_of_two(block, part, block.as_integers(shifted))
    result = block.select(large, block.constant(math.inf), result)
    unordered = block.do("fcmp uno", x, x)
    return block.select(unordered, x, result)


def write_power_of_two(block: Block, value: str, rounded_bits: str) -> str:
    """Multiply by 2^n, n being in the low bits; in two factors, as 2^n alone may not exist."""
    whole = bits_as_integer(ROUNDER)
    n = block.do("sub", rounded_bits, block.whole(whole))
    doubled = block.do("add", n, block.whole(2 * BIAS))  # above zero, so that a shift halves it
    half = block.do("sub", block.do("lshr", doubled, block.whole(1)), block.whole(BIAS))
    for exponent in (half, block.do("sub", n, half)):
        biased = block.do("add", exponent, block.whole(BIAS))
        factor = block.as_numbers(block.do("shl", biased, block.whole(FRACTION_BITS)))
        value = block.do("fmul", value, factor)
    return value


def bits_as_integer(value: float) -> int:
    """Return the bits of a number as an integer."""
    return int(bits_of(value), 16)


def write_log(block: Block, x: str) -> str:
    """Write the natural logarithm of x."""
    tiny = block.do("fcmp olt", x, block.constant(SMALLEST_NORMAL))
    lifted = block.do("fmul", x, block.constant(2.0**LIFT_BITS))
    bits = block.as_integers(block.select(tiny, lifted, x))
    # n and m: moving sqrt(1/2) to a whole power of two splits the bits at the right place
    moved = block.do("add", bits, block.whole((BIAS << FRACTION_BITS) - ROOT_HALF_BITS))
    biased = block.do("lshr", moved, block.whole(FRACTION_BITS))
    fraction = block.do("and", moved, block.whole(FRACTION_MASK))
    m = block.as_numbers(block.do("add", fraction, block.whole(ROOT_HALF_BITS)))
    n = block.do("fsub", write_small_number(block, biased), block.constant(float(BIAS)))
    lower = block.do("fsub", n, block.constant(float(LIFT_BITS)))
    n = block.select(tiny, lower, n)
    result = write_log_parts(block, m, n)
    infinite = block.do("fcmp oeq", x, block.constant(math.inf))
    result = block.select(infinite, x, result)
    zero = block.do("fcmp oeq", x, block.constant(0.0))
    result = block.select(zero, block.constant(-math.inf), result)
    wrong = block.do("fcmp ult", x, block.constant(0.0))
    return block.select(wrong, block.constant(math.nan), result)


def write_small_number(block: Block, integer: str) -> str:
    """Turn integers below 2^52 into numbers by their bits; old processors have no other way."""
    bits = block.do("or", integer, block.whole(bits_as_integer(2.0**FRACTION_BITS)))
    return block.do("fsub", block.as_numbers(bits), block.constant(2.0**FRACTION_BITS))


def write_log_parts(block: Block, m: str, n: str) -> str:
    """Write n ln 2 + log m."""
    f = block.do("fsub", m, block.constant(1.0))
    s = block.do("fdiv", f, block.do("fadd", block.constant(2.0), f))
    z = block.do("fmul", s, s)
    series = block.do("fmul", z, block.polynomial(z, FDLIBM))
    half = block.do("fmul", block.do("fmul", block.constant(0.5), f), f)
    inner = block.do("fmul", s, block.do("fadd", half, series))
    inner = block.do("fadd", inner, block.do("fmul", n, block.constant(LN2_LOW)))
    small = block.do("fsub", block.do("fsub", half, inner), f)
    return block.do("fsub", block.do("fmul", n, block.constant(LN2_HIGH)), small)
