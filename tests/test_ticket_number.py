import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ticket_number import format_number, parse_number

counters = st.integers(1, 10**15)


def test_the_check_digit_is_damms():
    assert format_number(572) == 'MV-5724'  # the example of Damm's thesis


@pytest.mark.parametrize('n', [0, -1])
def test_counters_start_at_one(n):
    with pytest.raises(ValueError, match='start at 1'):
        format_number(n)


@pytest.mark.rule('S4-7')
@pytest.mark.parametrize(
    'text',
    [
        'MV-5724',
        'mv-5724',
        'Mv5724',
        '5724',
        '#5724',
        '# MV-5724',
        'MV #5724',
        ' mv 57 24\n',
        'MV–5724',
        '57-24',
        'MV\u00a05724',
    ],
)
def test_numbers_are_found_however_they_are_written(text):
    assert parse_number(text) == 'MV-5724'


@pytest.mark.parametrize(
    'text',
    ['', '-', 'MV-', '#', 'MV-5725', 'MV-05724', '0', '00', 'MVMV5724', 'my 5724', '5724 please', 'MV-5724.', '5724\0',
     '\0', '５７２４', '٥٧٢٤', '57²4', '5724' * 100_000, ' ' * 100_000, 'MV-57,24', '\ud800', 'MV-5724\nMV-5724'],
)  # fmt: skip
def test_everything_else_is_no_number(text):
    assert parse_number(text) is None


@given(counters)
def test_numbers_come_back(n):
    assert parse_number(format_number(n)) == format_number(n)


@given(st.text())
def test_any_text_is_answered(text):
    number = parse_number(text)
    assert number is None or parse_number(number) == number


@pytest.mark.rule('S4-7')
@given(counters, st.data())
def test_one_wrong_digit_is_caught(n, data):
    digits = list(format_number(n).removeprefix('MV-'))
    i = data.draw(st.integers(0, len(digits) - 1))
    digits[i] = data.draw(st.sampled_from([digit for digit in '0123456789' if digit != digits[i]]))
    assert parse_number(''.join(digits)) is None


@pytest.mark.rule('S4-7')
@given(counters, st.data())
def test_two_swapped_neighbours_are_caught(n, data):
    digits = list(format_number(n).removeprefix('MV-'))
    i = data.draw(st.integers(0, len(digits) - 2))
    swapped = [*digits[:i], digits[i + 1], digits[i], *digits[i + 2 :]]
    assert swapped == digits or parse_number(''.join(swapped)) is None
