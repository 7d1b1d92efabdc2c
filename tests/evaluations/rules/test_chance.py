"""The shuffle that anybody can repeat."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import DomainError
from evaluations.rules.chance import BadNumber, commitment, seed, shuffle

SECRET = bytes(range(32))
GOLDEN = "GHEAFJIDBC"


def test_commitment_is_the_sha256_of_the_secret():
    assert commitment(SECRET) == (
        "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"
    )


def test_commitment_refuses_a_short_secret():
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(b"short")


def test_seed_is_the_sha256_of_secret_and_number():
    assert seed(SECRET, " 0612185 ") == hashlib.sha256(SECRET + b"0612185").digest()


def test_seed_keeps_leading_zeros_apart():
    assert seed(SECRET, "7") != seed(SECRET, "07")


@pytest.mark.parametrize("number", ["", "12a", "-1", "１２", "1" * 65, "1 2", "٣"])
def test_seed_refuses_what_is_not_digits(number):
    with pytest.raises(BadNumber) as refused:
        seed(SECRET, number)

    assert isinstance(refused.value, DomainError)
    assert refused.value.field == "number"


def test_shuffle_golden():
    """Computed by the independent repetition below; freezes the algorithm for ever."""
    assert "".join(shuffle("ABCDEFGHIJ", seed(SECRET, "42"))) == GOLDEN


def repeated(items, key):
    """The docstring of the module, once more and in another shape."""
    stream = b""
    items, position = list(items), 0
    for i in range(len(items) - 1, 0, -1):
        while True:
            while len(stream) < position + 8:
                count = len(stream) // 32
                stream += hashlib.sha256(key + count.to_bytes(8, "big")).digest()
            word = int.from_bytes(stream[position : position + 8], "big")
            position += 8
            if word < 2**64 - (2**64 % (i + 1)):
                break
        j = word % (i + 1)
        items[i], items[j] = items[j], items[i]
    return tuple(items)


@given(st.lists(st.integers(), max_size=60), st.binary(min_size=32, max_size=32))
def test_shuffle_is_what_the_docstring_says(items, key):
    assert shuffle(items, key) == repeated(items, key)


@given(st.lists(st.integers(), max_size=60), st.binary(min_size=32, max_size=32))
def test_shuffle_is_a_permutation(items, key):
    assert Counter(shuffle(items, key)) == Counter(items)


def test_shuffle_leaves_its_input_alone():
    items = [1, 2, 3, 4]

    shuffle(items, SECRET)

    assert items == [1, 2, 3, 4]


def test_shuffle_is_uniform():
    """Chi-square over all 24 orders of four items and 4,800 fixed seeds.

    49.73 is the 99.9 % point with 23 degrees of freedom.
    """
    draws = 4800
    counts = Counter("".join(shuffle("ABCD", seed(SECRET, str(number)))) for number in range(draws))
    expected = draws / 24
    chi_square = sum((count - expected) ** 2 / expected for count in counts.values())

    assert len(counts) == 24
    assert chi_square < 49.73


def test_first_place_is_uniform_over_many_candidates():
    """37.70 is the 99.9 % point with 15 degrees of freedom."""
    draws = 3200
    counts = Counter(shuffle(range(16), seed(SECRET, str(n)))[0] for n in range(draws))
    expected = draws / 16
    chi_square = sum((counts[item] - expected) ** 2 / expected for item in range(16))

    assert chi_square < 37.70
