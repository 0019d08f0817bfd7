"""What is formatted from a number, in any locale, currency and period style, parses back to it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.extraction.document import Document
from analytics.extraction.pay.amounts import amounts, to_number
from analytics.extraction.pay.currencies import CURRENCIES, of_place, period_of_size
from analytics.extraction.pay.finder import find_pay
from analytics.extraction.triggers import Triggers
from analytics.text.wrapping import unwrap

TRIGGERS_OF_ALL = Triggers()


def spots_of(text: str) -> dict[str, list[int]]:
    return TRIGGERS_OF_ALL.spots(unwrap(text))


NBSP, NARROW = "\u00a0", "\u202f"


def grouped(value: int, separator: str) -> str:
    return f"{value:,}".replace(",", separator)


def indian(value: int) -> str:
    head, tail = divmod(value, 1000)
    groups = [f"{tail:03d}"]
    while head >= 100:
        head, rest = divmod(head, 100)
        groups.insert(0, f"{rest:02d}")
    return ",".join([str(head), *groups])


@given(st.integers(1000, 99_999_999), st.sampled_from([",", ".", "'", "’", " ", NBSP, NARROW]))
def test_grouped_numbers_parse_back(value: int, separator: str) -> None:
    assert to_number(grouped(value, separator)) == value


@given(
    st.integers(1, 99_999_999), st.integers(0, 99), st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", ".")])
)
def test_numbers_with_cents_parse_back(value: int, cents: int, style: str) -> None:
    separator, point = style[0], style[1]
    assert to_number(f"{grouped(value, separator)}{point}{cents:02d}") == pytest.approx(value + cents / 100)


@given(st.integers(100_000, 999_999_999))
def test_indian_groups_parse_back(value: int) -> None:
    assert to_number(indian(value)) == value


@pytest.mark.parametrize("digits", ["15,0000", "1,23,4", "1.000,000.00", "61,7936.80", "1,2,3", "9" * 20])
def test_malformed_numbers_are_no_numbers(digits: str) -> None:
    assert to_number(digits) is None


def read(text: str, location: str = "") -> tuple[Any, ...] | None:
    pay = find_pay(Document("", "", location, text, spots=spots_of(text)))
    return (pay.min, pay.max, pay.currency, pay.period) if pay else None


# How a locale writes an amount, with its currency.
LOCALES = {
    "$1,234": (lambda v: f"${v:,}", "USD"),
    "1,234 USD": (lambda v: f"{v:,} USD", "USD"),
    "USD 1,234": (lambda v: f"USD {v:,}", "USD"),
    "US$1,234.00": (lambda v: f"US${v:,}.00", "USD"),
    "£1,234": (lambda v: f"£{v:,}", "GBP"),
    "€1,234": (lambda v: f"€{v:,}", "EUR"),
    "1.234 €": (lambda v: f"{grouped(v, '.')} €", "EUR"),
    "1.234,00 €": (lambda v: f"{grouped(v, '.')},00 €", "EUR"),
    "1 234 €": (lambda v: f"{grouped(v, NBSP)} €", "EUR"),
    "1 234 € narrow": (lambda v: f"{grouped(v, NARROW)} €", "EUR"),
    "1.234 EUR": (lambda v: f"{grouped(v, '.')} EUR", "EUR"),
    "EUR 1.234,-": (lambda v: f"EUR {grouped(v, '.')},-", "EUR"),
    "CHF 1'234": (lambda v: f"CHF {grouped(v, chr(39))}", "CHF"),
    "A$1,234": (lambda v: f"A${v:,}", "AUD"),
    "CA$1,234": (lambda v: f"CA${v:,}", "CAD"),
    "S$1,234": (lambda v: f"S${v:,}", "SGD"),
    "HK$1,234": (lambda v: f"HK${v:,}", "HKD"),
    "NZ$1,234": (lambda v: f"NZ${v:,}", "NZD"),
    "1 234 zł": (lambda v: f"{grouped(v, ' ')} zł", "PLN"),
    "RM 1,234": (lambda v: f"RM {v:,}", "MYR"),
    "₹1,23,456": (lambda v: f"₹{indian(v)}", "INR"),
    "R$ 1.234,00": (lambda v: f"R$ {grouped(v, '.')},00", "BRL"),
    "₱1,234": (lambda v: f"₱{v:,}", "PHP"),
    "฿1,234": (lambda v: f"฿{v:,}", "THB"),
}
# A year's pay as words of a language tell it.
SENTENCES = [
    "Salary: {} per year",
    "The base salary is {} annually.",
    "Pay: {} p.a.",
    "Jahresgehalt: {} brutto pro Jahr",
    "Salaire : {} brut par an",
    "Salario: {} brutos al año",
]
JOINS = [" - ", "–", " — ", " to ", " bis ", " à ", "-"]


@settings(max_examples=300)
@given(st.data())
def test_a_formatted_figure_parses_back(data: st.DataObject) -> None:
    write, currency = LOCALES[data.draw(st.sampled_from(sorted(LOCALES)))]
    scale = int(CURRENCIES[currency].year)
    value = data.draw(st.integers(scale, scale * 20))
    sentence = data.draw(st.sampled_from(SENTENCES))
    assert read(sentence.format(write(value))) == (value, value, currency, "year")


@settings(max_examples=300)
@given(st.data())
def test_a_formatted_range_parses_back(data: st.DataObject) -> None:
    write, currency = LOCALES[data.draw(st.sampled_from(sorted(LOCALES)))]
    scale = int(CURRENCIES[currency].year)
    low = data.draw(st.integers(scale, scale * 20))
    high = data.draw(st.integers(low, low * 5))
    text = data.draw(st.sampled_from(JOINS)).join([write(low), write(high)])
    sentence = data.draw(st.sampled_from(SENTENCES))
    assert read(sentence.format(text)) == (low, high, currency, "year")


@given(
    st.integers(20, 400),
    st.integers(0, 200),
    st.sampled_from(["${}k - ${}k", "${}K–${}K", "${}-{}k", "USD {}k to {}k"]),
)
def test_thousands_parse_back(low: int, more: int, style: str) -> None:
    high = min(low + more, low * 9)
    assert read(f"Base salary: {style.format(low, high)}") == (low * 1000, high * 1000, "USD", "year")


@given(
    st.integers(3, 90),
    st.sampled_from(["₹{} LPA", "{} LPA", "INR {} lakhs per annum", "₹{} Lakh p.a.", "{} lacs per annum"]),
)
def test_lakhs_parse_back(value: int, style: str) -> None:
    assert read(f"CTC: {style.format(value)}") == (value * 100_000, value * 100_000, "INR", "year")


@given(
    st.integers(1200, 9900),
    st.sampled_from(
        ["hour", "day", "week", "month"],
    ),
    st.data(),
)
def test_periods_told_beside_the_amount_parse_back(cents: int, period: str, data: st.DataObject) -> None:
    words = {
        "hour": [
            "per hour",
            "/hr",
            "/ hour",
            "an hour",
            "hourly",
            "p/h",
            "pro Stunde",
            "par heure",
            "por hora",
            "per jam",
        ],
        "day": ["per day", "/day", "a day", "daily", "pro Tag", "par jour", "por día", "per hari"],
        "week": ["per week", "/week", "a week", "weekly", "pro Woche", "par semaine", "por semana"],
        "month": [
            "per month",
            "/month",
            "a month",
            "monthly",
            "pcm",
            "im Monat",
            "pro Monat",
            "par mois",
            "al mes",
            "per bulan",
        ],
    }
    factor = {"hour": 1, "day": 8, "week": 40, "month": 160}[period]
    value = cents * factor / 100
    word = data.draw(st.sampled_from(words[period]))
    assert read(f"Pay: ${value:,.2f} {word}") == (value, value, "USD", period)


@given(st.text(max_size=300), st.text(max_size=40), st.text(max_size=40))
def test_no_text_raises(text: str, location: str, title: str) -> None:
    for full in (text, f"Salary $100 {text}", f"{text} EUR/month 3.000,- {text}"):
        find_pay(Document(title, "", location, full, spots=spots_of(full)))


@pytest.mark.parametrize(
    ("location", "currency"),
    [
        ("MY", "MYR"),
        ("AUS", "AUD"),
        ("NZ", "NZD"),
        ("Toronto, ON, Canada", "CAD"),
        ("San Francisco, CA", "USD"),
        ("Remote - Germany", "EUR"),
        ("İstanbul", "TRY"),
        ("Vancouver, WA", "USD"),
        ("Vancouver, BC", "CAD"),
        ("Perth, WA", "AUD"),
        ("Melbourne, FL", "USD"),
        ("Ontario, CA", "USD"),
        ("Toronto, CA", "CAD"),
        ("Bengaluru, IN", "INR"),
        ("Bloomington, IN", "USD"),
        ("Munich, DE", "EUR"),
        ("London or New York", None),
        ("Somewhere", None),
        ("", None),
    ],
)
def test_places_tell_currencies(location: str, currency: str | None) -> None:
    assert of_place(location) == currency


def test_every_currency_has_rising_sizes() -> None:
    for currency in CURRENCIES.values():
        assert 0 < currency.month < currency.year
        assert period_of_size(currency.year, currency.code) == "year"
        assert period_of_size(currency.month, currency.code) == "month"
        assert period_of_size(currency.month - 1, currency.code) == "hour"


@pytest.mark.parametrize(
    ("written", "value", "currency", "period"),
    [
        ("$50k a year", 50_000, "$", "year"),
        ("48 T€ pro Jahr", 48_000, "EUR", "year"),
        ("30 mil euros al año", 30_000, "EUR", "year"),
        ("20 tys. zł miesięcznie", 20_000, "PLN", "month"),
        ("Rp 900 ribu per hari", 900_000, "IDR", "day"),
        ("Rp 12 juta per bulan", 12_000_000, "IDR", "month"),
        ("12 LPA", 1_200_000, "INR", "year"),
        ("2 LPM", 200_000, "INR", "month"),
        ("₹25L per annum", 2_500_000, "INR", "year"),
        ("₹15 lakhs per annum", 1_500_000, "INR", "year"),
        ("₹1.5 crore per annum", 15_000_000, "INR", "year"),
        ("30 triệu", 30_000_000, "VND", None),
        ("¥500万 per year", 5_000_000, "JPY", "year"),
        ("50kEUR per year", 50_000, "EUR", "year"),
        ("35-45 €K per year", 45_000, "EUR", "year"),
        ("₩50 million per year", 50_000_000, "KRW", "year"),
        ("Rp 900 rb per hari", 900_000, "IDR", "day"),
        ("Rp 12 jt per bulan", 12_000_000, "IDR", "month"),
        ("48 Tsd. € pro Jahr", 48_000, "EUR", "year"),
        ("48 tausend Euro pro Jahr", 48_000, "EUR", "year"),
        ("£48 thousand per year", 48_000, "GBP", "year"),
        ("₹12 lac per annum", 1_200_000, "INR", "year"),
        ("₹12 lacs per annum", 1_200_000, "INR", "year"),
        ("₹12 lakh per annum", 1_200_000, "INR", "year"),
        ("₹1 cr per annum", 10_000_000, "INR", "year"),
        ("₹2 crores per annum", 20_000_000, "INR", "year"),
        ("¥500萬 per year", 5_000_000, "JPY", "year"),
        ("₩5000만 per year", 50_000_000, "KRW", "year"),
        ("30 tr", 30_000_000, "VND", None),
    ],
)
def test_words_that_multiply_an_amount(written: str, value: float, currency: str, period: str | None) -> None:
    last = amounts(written, 0, len(written))[-1]
    assert (last.value, last.mark, last.period) == (value, currency, period)


@pytest.mark.parametrize("written", ["48 t", "25 l per year", "30 mil"])
def test_letters_that_multiply_with_one_currency_only(written: str) -> None:
    assert [amount.times for amount in amounts(written, 0, len(written))] in ([], [1.0])


@pytest.mark.parametrize("written", ["9%", "9 %", "24/7", "401k", "401(k)", "8 pm", "40 hours", "12:30", "#5", "A4"])
def test_numbers_that_are_no_money(written: str) -> None:
    assert amounts(written, 0, len(written)) == []


def test_a_number_has_twelve_digits_at_most() -> None:
    assert to_number("999,999,999,999") == to_number("9" * 12) == 999_999_999_999
    assert to_number("9,999,999,999,999") is None and to_number("9" * 13) is None


def test_an_amount_knows_where_it_stands() -> None:
    text = "Pay: USD 120,000.50+ per year, plus"
    (amount,) = amounts(text, 0, len(text))
    assert (text[amount.start : amount.end], amount.digits) == ("USD 120,000.50+ per year", "120,000.50")
    assert (text[: amount.number_end], amount.plus, amount.large) == ("Pay: USD 120,000.50", True, False)


def test_amounts_are_counted_and_bounded() -> None:
    text = "$1,000 $2,000 $3,000"
    assert [amount.value for amount in amounts(text, 0, len(text), most=2)] == [1000, 2000]
    assert [amount.value for amount in amounts(text, 0, len(text))] == [1000, 2000, 3000]


def test_a_group_of_the_wrong_length_is_no_amount() -> None:
    text = "$150,00,0 a year"
    assert all(amount.malformed for amount in amounts(text, 0, len(text)))
