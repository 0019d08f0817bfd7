"""Base pay read from texts: what is told, what is refused, and what is other money."""

import time
from pathlib import Path

import pytest
from spacy.util import load_config, load_model_from_config

from analytics.extraction.document import Document
from analytics.extraction.pay.finder import Pay, find_pay, judged, stated, with_period
from analytics.extraction.pay.rules import FILE, Rule, load
from analytics.extraction.pipeline import CONFIG
from analytics.extraction.triggers import Triggers
from analytics.text.wrapping import unwrap
from storage.posting import StatedPay

TRIGGERS_OF_ALL = Triggers()


def spots_of(text: str) -> dict[str, list[int]]:
    return TRIGGERS_OF_ALL.spots(unwrap(text))


def read(text: str, location: str = "", title: str = "") -> Pay | None:
    return find_pay(Document(title, "", location, text, spots=spots_of(text)))


TOLD = [
    (
        "Salary ranges:\n- Germany: €90,000 – €110,000\n- UK: £70,000 – £90,000",
        "Leeds, UK",
        70_000,
        90_000,
        "GBP",
        "year",
    ),
    (
        "Annual salary USD 150,000 - 300,000 in New York // 130,000 - 280,000 in Texas",
        "",
        130_000,
        300_000,
        "USD",
        "year",
    ),
    ("Base salary: $120,000 – $150,000 USD annually, plus equity.", "", 120_000, 150_000, "USD", "year"),
    ("The pay range for this role is $58.50 - $72.25 per hour.", "", 58.5, 72.25, "USD", "hour"),
    ("Compensation: $45/hr DOE", "", 45, 45, "USD", "hour"),
    ("Salary: £45k-£55k per annum + benefits", "London", 45_000, 55_000, "GBP", "year"),
    ("Salary £45,000 to £55,000", "", 45_000, 55_000, "GBP", "year"),
    ("Up to £65,000 per annum depending on experience", "", None, 65_000, "GBP", "year"),
    ("£500 - £600 per day (Inside IR35)", "London", 500, 600, "GBP", "day"),
    ("Day rate: £450", "", 450, 450, "GBP", "day"),
    ("We pay €3.500 brutto pro Monat.", "Berlin", 3_500, 3_500, "EUR", "month"),
    ("Jahresgehalt zwischen 65.000 und 80.000 Euro brutto", "München", 65_000, 80_000, "EUR", "year"),
    ("Gehalt: 55.000 - 70.000 € p.a.", "", 55_000, 70_000, "EUR", "year"),
    ("Ein Bruttomonatsgehalt ab 3.200,00 Euro", "", 3_200, None, "EUR", "month"),
    ("Stundenlohn von 14,50 bis 17,00 € brutto", "", 14.5, 17, "EUR", "hour"),
    ("Wir bieten Ihnen ein Jahresgehalt von bis zu 75.000 €", "", None, 75_000, "EUR", "year"),
    ("Vergütung: 60-70k € je nach Erfahrung", "", 60_000, 70_000, "EUR", "year"),
    ("Einstiegsgehalt 48 T€ bis 55 T€", "", 48_000, 55_000, "EUR", "year"),
    ("Gehaltsband: 50.000–65.000 EUR/Jahr", "", 50_000, 65_000, "EUR", "year"),
    ("monatlich 2.800 € brutto bei 40 Stunden pro Woche", "", 2_800, 2_800, "EUR", "month"),
    (
        "Das Mindestgehalt beträgt EUR 2.954,- brutto pro Monat mit Bereitschaft zur Überzahlung.",
        "Wien",
        2_954,
        2_954,
        "EUR",
        "month",
    ),
    ("Bruttojahresgehalt ab EUR 50.000,--", "", 50_000, None, "EUR", "year"),
    ("Salaire : 45 000 € à 55 000 € brut par an", "Paris", 45_000, 55_000, "EUR", "year"),
    ("Rémunération : 2 300 € brut / mois sur 13 mois", "", 2_300, 2_300, "EUR", "month"),
    ("Package : 50K€ - 60K€ selon expérience", "", 50_000, 60_000, "EUR", "year"),
    ("Salaire entre 35 et 42 k€ annuel", "", 35_000, 42_000, "EUR", "year"),
    ("Salaire horaire : 12,50 €", "", 12.5, 12.5, "EUR", "hour"),
    ("Rémunération de 1 900€ net mensuel + primes", "", 1_900, 1_900, "EUR", "month"),
    ("Fixe 30K€ + variable 10K€", "", 30_000, 30_000, "EUR", "year"),
    ("TJM : 500 - 600 €", "", 500, 600, "EUR", "day"),
    ("Salario: 30.000€ - 36.000€ brutos anuales", "Madrid", 30_000, 36_000, "EUR", "year"),
    ("Salario entre 24.000 y 28.000 euros brutos al año", "", 24_000, 28_000, "EUR", "year"),
    ("Retribución: 1.500 €/mes", "", 1_500, 1_500, "EUR", "month"),
    ("Banda salarial 40k-50k", "Barcelona", 40_000, 50_000, "EUR", "year"),
    ("Salario de 22.000 € b/a", "", 22_000, 22_000, "EUR", "year"),
    ("Salario bruto anual: 27.000€", "", 27_000, 27_000, "EUR", "year"),
    ("Sueldo: $25,000 MXN mensuales", "Ciudad de México", 25_000, 25_000, "MXN", "month"),
    ("Sueldo base de $18,000 a $22,000 mensuales", "Guadalajara, Mexico", 18_000, 22_000, "MXN", "month"),
    ("Gaji: Rp 5.000.000 - Rp 7.000.000 per bulan", "Jakarta", 5_000_000, 7_000_000, "IDR", "month"),
    ("Gaji Rp5jt - 8jt", "ID", 5_000_000, 8_000_000, "IDR", "month"),
    ("Gaji pokok RM2,500 - RM3,000", "MY", 2_500, 3_000, "MYR", "month"),
    ("Salary RM 8 per hour", "MY", 8, 8, "MYR", "hour"),
    ("Basic salary: S$3,500 - S$4,500", "Singapore", 3_500, 4_500, "SGD", "month"),
    ("Salary up to $4500", "SG", None, 4_500, "SGD", "month"),
    ("HK$18,000 - HK$22,000 per month", "Hong Kong", 18_000, 22_000, "HKD", "month"),
    ("月薪: $18,000 - $22,000", "HK", 18_000, 22_000, "HKD", "month"),
    ("薪金：$16000", "HK", 16_000, 16_000, "HKD", "month"),
    ("時薪$60", "HK", 60, 60, "HKD", "hour"),
    ("เงินเดือน 18,000 - 22,000 บาท", "TH", 18_000, 22_000, "THB", "month"),
    ("Salary: ₱25,000 - ₱35,000/month", "PH", 25_000, 35_000, "PHP", "month"),
    ("Salary Package: Php 30k-35k", "PH", 30_000, 35_000, "PHP", "month"),
    ("$90k + super", "Sydney", 90_000, 90_000, "AUD", "year"),
    ("$110,000 - $125,000 + Superannuation", "AUS", 110_000, 125_000, "AUD", "year"),
    ("NZ$80,000 to NZ$95,000", "", 80_000, 95_000, "NZD", "year"),
    ("Remuneration: $28.50 per hour", "NZ", 28.5, 28.5, "NZD", "hour"),
    ("CTC: ₹12 - 18 LPA", "Bengaluru", 1_200_000, 1_800_000, "INR", "year"),
    ("Salary: 8-12 LPA", "", 800_000, 1_200_000, "INR", "year"),
    ("INR 25,00,000 - 35,00,000 per annum", "", 2_500_000, 3_500_000, "INR", "year"),
    ("Salary ₹50,000 - ₹70,000 per month", "Mumbai", 50_000, 70_000, "INR", "month"),
    ("₹1.2 Cr - ₹1.5 Cr", "", 12_000_000, 15_000_000, "INR", "year"),
    ("Rs. 6,00,000 - Rs. 8,00,000 per year", "", 600_000, 800_000, "INR", "year"),
    ("CHF 110'000 – 130'000 brutto pro Jahr", "Zürich", 110_000, 130_000, "CHF", "year"),
    ("Lohn: CHF 6'500.– pro Monat", "", 6_500, 6_500, "CHF", "month"),
    ("Wynagrodzenie: 15 000 - 20 000 PLN netto + VAT (B2B)", "Warszawa", 15_000, 20_000, "PLN", "month"),
    ("Salary: 18 000 – 24 000 zł / month", "", 18_000, 24_000, "PLN", "month"),
    ("Lön: 45 000 - 55 000 kr per månad", "Stockholm", 45_000, 55_000, "SEK", "month"),
    ("Salary range: CAD 95,000 - 120,000", "", 95_000, 120_000, "CAD", "year"),
    ("The salary range is $95,000 - $120,000", "Toronto, ON, Canada", 95_000, 120_000, "CAD", "year"),
    ("R$ 8.000 a R$ 12.000 por mês", "São Paulo", 8_000, 12_000, "BRL", "month"),
    ("Salary: R$ 8.000,00", "", 8_000, 8_000, "BRL", "month"),
    ("¥8,000,000 - ¥12,000,000 per year", "Tokyo", 8_000_000, 12_000_000, "JPY", "year"),
    ("AED 15,000 - 20,000 per month", "Dubai", 15_000, 20_000, "AED", "month"),
    ("Base salary $90,000 - $110,000, OTE $180,000 - $220,000", "", 90_000, 110_000, "USD", "year"),
    ("$90K base / $180K OTE", "", 90_000, 90_000, "USD", "year"),
    ("Base: $120k-$140k; OTE: $240k-$280k", "", 120_000, 140_000, "USD", "year"),
    ("Base salary of $150,000 plus a target bonus of $30,000", "", 150_000, 150_000, "USD", "year"),
    (
        "Base salary: $150,000. Bonus: $20,000 - $40,000. Equity: $50,000.",
        "",
        150_000,
        150_000,
        "USD",
        "year",
    ),
    (
        "California: $145,000 - $175,000\nNew York: $150,000 - $185,000\nOhio: $120,000",
        "",
        120_000,
        185_000,
        "USD",
        "year",
    ),
    ("Level 4: $150,000-$180,000 | Level 5: $180,000-$220,000", "", 150_000, 220_000, "USD", "year"),
    (
        "US: $150,000 - $180,000 USD. Canada: CAD $120,000 - $140,000. UK: £90,000.",
        "",
        150_000,
        180_000,
        "USD",
        "year",
    ),
    ("Hourly pay: $20-$25", "", 20, 25, "USD", "hour"),
    ("$20.00 - $25.00", "Denver, CO", 20, 25, "USD", "hour"),
    ("Salary: $85K", "", 85_000, 85_000, "USD", "year"),
    ("Salary: 85k USD", "", 85_000, 85_000, "USD", "year"),
    ("The annual base salary is between 80k and 100k EUR", "", 80_000, 100_000, "EUR", "year"),
    ("Pay: $1,500 - $2,000 per week", "", 1_500, 2_000, "USD", "week"),
    ("$2,000/week", "", 2_000, 2_000, "USD", "week"),
    ("Pay: $6,500 - $8,000 / month", "", 6_500, 8_000, "USD", "month"),
    ("Salary: $70,000-80,000 per year", "", 70_000, 80_000, "USD", "year"),
    ("Salary: USD 150,000–200,000", "", 150_000, 200_000, "USD", "year"),
    ("Estimated salary: 150.000 - 180.000 USD", "", 150_000, 180_000, "USD", "year"),
    ("Salary range $120,000.00-$150,000.00 annually", "", 120_000, 150_000, "USD", "year"),
    (
        "The hiring range in Seattle is $130,000 to $155,000 per year and in Austin $110,000 to $135,000",
        "",
        110_000,
        155_000,
        "USD",
        "year",
    ),
    ("Annual salary 95.000 EUR gross", "", 95_000, 95_000, "EUR", "year"),
    ("This role pays $65/hour on a 1099 basis", "", 65, 65, "USD", "hour"),
    ("Compensation: 3000-4500€ net/month", "", 3_000, 4_500, "EUR", "month"),
    ("Pay is $22 an hour", "", 22, 22, "USD", "hour"),
    ("$18.00/hr. starting wage", "", 18, 18, "USD", "hour"),
    ("Salary: £28,000 pro rata", "", 28_000, 28_000, "GBP", "year"),
    ("Salary: Band 6 £37,338 to £44,962 a year", "", 37_338, 44_962, "GBP", "year"),
    ("Grade: F; £34,980 - £44,263 per annum", "", 34_980, 44_263, "GBP", "year"),
    ("gross salary of 2.5M HUF per month", "Budapest", 2_500_000, 2_500_000, "HUF", "month"),
    ("Starting at $75,000", "", 75_000, None, "USD", "year"),
    ("from $70,000 up to $90,000", "", 70_000, 90_000, "USD", "year"),
    ("Total compensation: $200,000 - $250,000", "", 200_000, 250_000, "USD", "year"),
    ("$140,000 - $170,000 a year", "", 140_000, 170_000, "USD", "year"),
    ("Salary Range: $140-170K", "", 140_000, 170_000, "USD", "year"),
    ("Salaris: € 3.500 - € 4.500 bruto per maand", "Amsterdam", 3_500, 4_500, "EUR", "month"),
    ("RAL: 35.000 - 40.000 €", "Milano", 35_000, 40_000, "EUR", "year"),
    ("Vencimento: 1.500€ por mês", "Lisboa", 1_500, 1_500, "EUR", "month"),
    ("monthly gross salary 4.200 EUR x 14", "", 4_200, 4_200, "EUR", "month"),
    ("Base pay range\n$111,800.00/yr - $154,000.00/yr", "", 111_800, 154_000, "USD", "year"),
    ("$111,800.00/yr - $154,000.00/yr", "", 111_800, 154_000, "USD", "year"),
    ("Pay Range (Annual): $100,000 - $120,000", "", 100_000, 120_000, "USD", "year"),
    ("Salary : 1,20,000 - 1,80,000 INR monthly", "India", 120_000, 180_000, "INR", "month"),
    ("Compensation is $80 to $100 per hour, up to 40 hours per week", "", 80, 100, "USD", "hour"),
    ("1.500.000 - 2.000.000 HUF bruttó / hó", "", 1_500_000, 2_000_000, "HUF", "month"),
    ("Einstiegsgehalt: 2.800 € brutto", "", 2_800, 2_800, "EUR", "month"),
    ("Vergütung: 15 €/h", "", 15, 15, "EUR", "hour"),
    ("bis zu 4.000 € brutto monatlich", "", None, 4_000, "EUR", "month"),
    ("ab 13,50 €/Std.", "", 13.5, None, "EUR", "hour"),
    ("Ausbildungsvergütung: 1. Jahr: 1.100 €, 2. Jahr: 1.200 €, 3. Jahr: 1.300 €", "", 1_100, 1_300, "EUR", "month"),
    ("Vergütung nach TVöD E13 (ca. 4.500 - 6.200 € brutto)", "", 4_500, 6_200, "EUR", "month"),
    ("Gehalt: 45.000€ bis 55.000€ jährlich plus Bonus", "", 45_000, 55_000, "EUR", "year"),
    ("Dein Gehalt: 3.000 - 3.500 Euro/Monat", "", 3_000, 3_500, "EUR", "month"),
    ("Jahresbruttogehalt 60k - 75k", "Berlin", 60_000, 75_000, "EUR", "year"),
    ("Stundenlohn: 16,50€ + Zuschläge", "", 16.5, 16.5, "EUR", "hour"),
    ("20 Euro Stundenlohn", "", 20, 20, "EUR", "hour"),
    ("Du verdienst 18 € pro Stunde", "", 18, 18, "EUR", "hour"),
    ("Salaire: 1 800€ - 2 200€ brut mensuel", "", 1_800, 2_200, "EUR", "month"),
    ("12€/h", "", 12, 12, "EUR", "hour"),
    ("Salaire entre 2000 et 2500 € brut", "", 2_000, 2_500, "EUR", "month"),
    ("Rémunération annuelle de 28 000 € à 32 000 € sur 13 mois", "", 28_000, 32_000, "EUR", "year"),
    ("Salaire : 25-30K", "Paris", 25_000, 30_000, "EUR", "year"),
    ("Rémunération à partir de 1 823,03 € brut", "", 1823.03, None, "EUR", "month"),
    ("Salaire mensuel : 1801.80 euros brut", "", 1801.8, 1801.8, "EUR", "month"),
    ("Rémunération : 24k€", "", 24_000, 24_000, "EUR", "year"),
    ("Salaire: 38-45K€ selon profil", "", 38_000, 45_000, "EUR", "year"),
    ("De 1900€ à 2100€ brut par mois", "", 1_900, 2_100, "EUR", "month"),
    ("Taux horaire : 13,50 € brut", "", 13.5, 13.5, "EUR", "hour"),
    ("Salaire annuel brut de 35000€", "", 35_000, 35_000, "EUR", "year"),
    ("Salario 1.400 € brutos/mes x 14 pagas", "", 1_400, 1_400, "EUR", "month"),
    ("Salario: 24.000 - 27.000€ SBA", "", 24_000, 27_000, "EUR", "year"),
    ("Salario: 20k-24k", "Madrid", 20_000, 24_000, "EUR", "year"),
    ("9,50€/h", "", 9.5, 9.5, "EUR", "hour"),
    ("Salario de 1.200€ netos", "", 1_200, 1_200, "EUR", "month"),
    ("Rango salarial: 28.000€ - 34.000€", "", 28_000, 34_000, "EUR", "year"),
    ("Salary: RM 2,000.00 - RM 2,500.00", "MY", 2_000, 2_500, "MYR", "month"),
    ("Gaji RM1800 + Elaun RM200", "MY", 1_800, 1_800, "MYR", "month"),
    ("RM 9.50/jam", "MY", 9.5, 9.5, "MYR", "hour"),
    ("Php 20,000 - Php 25,000", "PH", 20_000, 25_000, "PHP", "month"),
    ("Salary: P18,000 - P20,000", "PH", 18_000, 20_000, "PHP", "month"),
    ("20K-25K salary package", "PH", 20_000, 25_000, "PHP", "month"),
    ("Earn up to 23K!", "PH", None, 23_000, "PHP", "month"),
    ("Gaji Rp. 4.500.000,-", "ID", 4_500_000, 4_500_000, "IDR", "month"),
    ("Gaji 4.5 juta", "ID", 4_500_000, 4_500_000, "IDR", "month"),
    ("THB 15,000-18,000", "TH", 15_000, 18_000, "THB", "month"),
    ("15,000 – 18,000 บาท", "TH", 15_000, 18_000, "THB", "month"),
    ("เงินเดือน 15,000 บาท", "TH", 15_000, 15_000, "THB", "month"),
    ("NZ$27.76 - $30.00 per hour", "NZ", 27.76, 30, "NZD", "hour"),
    ("$1,500 gross/wk", "AUS", 1_500, 1_500, "AUD", "week"),
    ("AUD 100k - 120k + Super", "AUS", 100_000, 120_000, "AUD", "year"),
    ("HKD 15K - 18K", "HK", 15_000, 18_000, "HKD", "month"),
    ("HK$16,000-18,000", "HK", 16_000, 18_000, "HKD", "month"),
    ("月薪$15,000起", "HK", 15_000, 15_000, "HKD", "month"),
    ("時薪 $55-60", "HK", 55, 60, "HKD", "hour"),
    ("日薪$600", "HK", 600, 600, "HKD", "day"),
    ("$15,000-$18,000/月", "HK", 15_000, 18_000, "HKD", "month"),
    ("薪金$14,000 - $16,000", "HK", 14_000, 16_000, "HKD", "month"),
    ("每月$12,000", "HK", 12_000, 12_000, "HKD", "month"),
    ("$2.3k - $2.8k", "SG", 2_300, 2_800, "SGD", "month"),
    ("Basic salary: $2,300 up to $2,800", "SG", 2_300, 2_800, "SGD", "month"),
    ("Basic up to $2500 + AWS", "SG", None, 2_500, "SGD", "month"),
    ("$12/hr", "SG", 12, 12, "SGD", "hour"),
    ("HEO6 $88,000 - $95,000 pa + 17% super", "AUS", 88_000, 95_000, "AUD", "year"),
    (
        "Total remuneration: $113,000 - $120,000 pa (Salary: $97,194 - $108,110 pa)",
        "AUS",
        97_194,
        108_110,
        "AUD",
        "year",
    ),
    ("$25.00 - $32.00 hourly", "", 25, 32, "USD", "hour"),
    ("Salary Range: $65,000.00 To $75,000.00 Annually", "", 65_000, 75_000, "USD", "year"),
    ("USD 65,000.00 - 85,000.00 /Yr.", "", 65_000, 85_000, "USD", "year"),
    ("Pay Range: USD $18.00 - USD $20.00 /Hr.", "", 18, 20, "USD", "hour"),
    ("Minimum Salary: $60,000.00\nMaximum Salary: $80,000.00", "", 60_000, 80_000, "USD", "year"),
    ("Pay Rate: Min: $20.00 Max: $25.00", "", 20, 25, "USD", "hour"),
    ("Min\nUSD $55,000.00/Yr.\nMax\nUSD $70,000.00/Yr.", "", 55_000, 70_000, "USD", "year"),
    ("Starting at $18 per hour", "", 18, None, "USD", "hour"),
    ("$90-$110K", "", 90_000, 110_000, "USD", "year"),
    ("The annualized base salary is $52,000 - $60,000", "", 52_000, 60_000, "USD", "year"),
    ("Annual Salary Range\n$70,000\n-\n$90,000 USD", "", 70_000, 90_000, "USD", "year"),
    ("between US $ 120,000 - US $160,000", "", 120_000, 160_000, "USD", "year"),
    ("$125,000.00 - $150,000.00 Yearly Salary", "", 125_000, 150_000, "USD", "year"),
    ("PAY RANGE: $27.00/HR TO $33.00/HR", "", 27, 33, "USD", "hour"),
    ("Hiring range: 90,000 - 100,000 USD", "", 90_000, 100_000, "USD", "year"),
    ("$100,000 - $140,000 base + up to 20% bonus", "", 100_000, 140_000, "USD", "year"),
    (
        "The base salary range is $120,000-$150,000 plus a bonus of up to $30,000 and $50,000 in equity",
        "",
        120_000,
        150_000,
        "USD",
        "year",
    ),
    ("Compensation: $20.50/hr + tips", "", 20.5, 20.5, "USD", "hour"),
    ("salary of approximately $70,000", "", 70_000, 70_000, "USD", "year"),
    ("Salary: $70,000+", "", 70_000, None, "USD", "year"),
    ("The pay for this position is $22/hr for first shift and $24/hr for second shift", "", 22, 24, "USD", "hour"),
    ("Salary: 50000 - 60000", "GB", 50_000, 60_000, "GBP", "year"),
    ("Salary £35k", "", 35_000, 35_000, "GBP", "year"),
    ("£12.21 per hour", "", 12.21, 12.21, "GBP", "hour"),
    ("£45,000 - £55,000 DOE", "", 45_000, 55_000, "GBP", "year"),
    ("up to £550pd outside IR35", "", None, 550, "GBP", "day"),
    ("€70k-€90k", "Dublin", 70_000, 90_000, "EUR", "year"),
    ("€600/day", "", 600, 600, "EUR", "day"),
    ("Salary: 15-18 LPA", "Pune", 1_500_000, 1_800_000, "INR", "year"),
    ("up to 30 LPA", "", None, 3_000_000, "INR", "year"),
    ("₹6L - ₹8L per annum", "", 600_000, 800_000, "INR", "year"),
    ("20 - 25 Lakhs", "Chennai", 2_000_000, 2_500_000, "INR", "year"),
    ("Rs 15000 per month", "India", 15_000, 15_000, "INR", "month"),
    ("NOK 650 000 - 800 000", "Oslo", 650_000, 800_000, "NOK", "year"),
    ("DKK 45.000 - 55.000 pr. måned", "", 45_000, 55_000, "DKK", "month"),
    ("10 000 - 15 000 zł brutto/miesiąc", "", 10_000, 15_000, "PLN", "month"),
    ("Lohn 5000.- bis 6000.- CHF", "", 5_000, 6_000, "CHF", "month"),
    ("年薪30万-50万", "Shanghai", 300_000, 500_000, "CNY", "year"),
    ("月薪15000元以上", "Shanghai", 15_000, 15_000, "CNY", "month"),
    ("年収600万円〜900万円", "Tokyo", 6_000_000, 9_000_000, "JPY", "year"),
    ("時給1,500円", "Tokyo", 1_500, 1_500, "JPY", "hour"),
    ("연봉 5000만원 - 7000만원", "Seoul", 50_000_000, 70_000_000, "KRW", "year"),
    ("Lương: 15 - 20 triệu", "Hanoi", 15_000_000, 20_000_000, "VND", "month"),
    ("รายได้ 18,000-20,000บาทต่อเดือน", "TH", 18_000, 20_000, "THB", "month"),
    ("試用期 $80/小時\n正式錄用 $90 - $160/小時", "HK", 90, 160, "HKD", "hour"),
    ("Pay: $18 per hour on probation, then $20 per hour", "", 18, 20, "USD", "hour"),
    ("On probation: $18 per hour\nThen: $20 per hour", "", 20, 20, "USD", "hour"),
]

OTHER_MONEY = [
    "Startprämie von 1.000 €",
    "Willkommensbonus: 500 €",
    "Deutschlandticket im Wert von 49 €",
    "Weihnachtsgeld 1.000 € und Urlaubsgeld 500 €",
    "50 € Tankgutschein",
    "Arbeitgeberzuschuss zur bAV von 50 € monatlich",
    "Titres restaurant 8€ par jour travaillé",
    "prime d'intéressement de 1000€",
    "Forfait mobilité durable 600 €/an",
    "Indemnités kilométriques 0,45 €/km",
    "Plus de transporte de 100 € mensuales",
    "Cheque guardería, tickets restaurante de 11€ diarios",
    "$1M in liability coverage",
    "$10 co-pays",
    "company-paid $50,000 life insurance",
    "up to $1,000 annually in HSA contributions",
    "earn up to $10,000 in bonuses",
    "save $200/month on groceries",
    "$15 lunch daily",
    "DoorDash credit of $25/week",
    "profit-sharing of $3,000",
    "student loan repayment of $100 a month",
    "$0 deductible plan",
    "annual merchandise credit $500",
    "$400 yearly boot allowance",
    "relocation assistance of $5,000-$10,000",
    "retention bonus: $2,000",
    "sales target of $1,000,000",
    "manage accounts from $50,000-$250,000 in revenue",
    "annual spend of $500,000-$2,000,000",
    "grants between $5,000 and $25,000",
    "average order value of $35 to $70",
    "Our customers save between $100,000 and $500,000",
    "A $30,000 - $50,000 fine may apply",
    "Our product costs $99 per month",
    "You will own a P&L of $50,000,000 to $100,000,000",
    "Tickets from $20 to $40 per day",
    "rent of $1,500 per month",
    "home prices between $300,000 and $600,000",
    "loans from $10,000 to $250,000",
    "We have grown from $100,000 to $500,000 in monthly revenue",
    "a yearly $1,200 fitness benefit",
    "a $100/month internet subsidy",
    "Phone plan covered ($80/month)",
    "Employee discount up to $600 per year",
    "Wellness: $50/month",
    "Home internet - $60 per month",
    "Lifestyle spending account: $1,500 per year",
    "Up to $20,000 for fertility treatments",
    "paid parental leave and a $1,000 baby bonus",
    "Employees get $2,000 per year for conferences",
    "$5,000 annual travel reimbursement",
    "Cash prizes: $5,000 to $10,000",
    "Deals of $100,000 - $500,000 ACV",
    "contract value between $50,000-$100,000",
    "minimum wage is $15 per hour",
    "Managing $100,000 - $150,000 monthly ad spend",
    "Quota: $800,000 - $1,200,000 per year",
    "Minijob auf 556-Euro-Basis",
    "Wir bieten 30 Tage Urlaub, 50 € Gutschein monatlich und einen Zuschuss von 200 € zum Deutschlandticket.",
    "Prämie für Mitarbeiterempfehlung: 1.000 €",
    "Unser Unternehmen erzielt 250 Mio. € Umsatz",
    "Carte Swile 10€/jour, mutuelle 50% prise en charge",
    "Prime de cooptation de 1500 €",
    "SMIC + primes",
    "Une entreprise au chiffre d'affaires de 12 M€",
    "Facturación de 5 millones de euros",
    "Presupuesto de formación de 1.000 € al año",
    "Stipend: ₹25,000 per month",
    "We raised $100M in Series B",
    "Our ARR grew from $2M to $10M",
    "$10,000 sign-on bonus",
    "Sign-on bonus: $10,000",
    "You will receive a $2,500 home office stipend",
    "$1,000 annual learning budget",
    "Learning & development budget of $2,000 per year",
    "401(k) match up to $5,000",
    "Referral bonus of $3,000",
    "OTE: $180,000 - $220,000",
    "On-target earnings of $250,000",
    "Life insurance coverage up to $500,000",
    "We manage over $50 billion in assets",
    "saving customers $50,000 per year",
    "manage a budget of $250,000 to $500,000",
    "Responsible for a $5,000,000 P&L",
    "Our platform processes $3.5 billion a year",
    "tuition reimbursement of up to $5,250 per year",
    "Applicants must be 18 years or older. Call 555-123-4567. Job ID 123456.",
    "up to $600 per month for childcare",
    "Employees receive $150 monthly for wellness",
    "Salary: competitive",
    "Our customers pay $20 per month",
    "We have 10,000 users and 50k daily transactions",
    "Pay: negotiable, 5-7 years experience",
    "Salary 2024-2025 review cycle",
    "Founded in 2012, 500 employees, 40 hours per week",
    "We pay 100% of premiums; $500 deductible",
    "Annual stipend of $60,000",
    "Stipend of $3,850/week",
    "Equity of $50,000 to $100,000",
    "RSU grant: $100,000 over 4 years",
    "Relocation package up to $10,000",
    "Commission: $50,000 - $100,000 per year",
    "earn an additional $500 per month",
    "The median household income is $75,000",
    "Projects between $100,000 and $1,000,000",
    "deal sizes from $50,000 to $250,000",
    "contracts worth $100,000-$500,000 annually",
]


@pytest.mark.parametrize(("text", "location", "low", "high", "currency", "period"), TOLD)
def test_pay_is_read(
    text: str, location: str, low: float | None, high: float | None, currency: str, period: str
) -> None:
    assert summary(read(text, location)) == (low, high, currency, period)


@pytest.mark.parametrize("text", OTHER_MONEY)
def test_other_money_is_no_pay(text: str) -> None:
    assert read(text) is None


def summary(pay: Pay | None) -> tuple[float | None, float | None, str | None, str | None] | None:
    return (pay.min, pay.max, pay.currency, pay.period) if pay else None


def refusal(text: str) -> str | None:
    pay = read(text)
    assert pay is not None
    assert not pay.found
    return pay.reason


def test_a_misprinted_range_gives_a_reason_and_no_number() -> None:
    assert refusal("Salary: $130000-13000") == "the range runs downwards"
    assert refusal("Pay range: $150,000 - $120,000") == "the range runs downwards"
    assert refusal("Salary: $15,000 - $1,500,00") is not None
    assert refusal("Base salary $150,00 - $207,100 a year") == "the ends of the range are too far apart"
    assert refusal("Salary: $61,7936.80 per annum") == "the number is malformed"


def test_a_misprint_does_not_hide_sound_pay_elsewhere() -> None:
    text = "Pay by zone:\n- Zone A: $150,00 - $207,100\n- Zone B: $141,600 - $194,800\n- Zone C: $132,100 - $182,400"
    assert summary(read(text)) == (132_100, 207_100, "USD", "year")


def test_zones_of_another_country_do_not_widen_the_range() -> None:
    text = (
        "Base salary by zone.\nUnited States\n- Zone A: $150,000 - $200,000\n- Zone B: $140,000 - $180,000\n"
        "Canada (in CAD)\n- Zone A: $160,000 - $230,000"
    )
    assert summary(read(text)) == (140_000, 200_000, "USD", "year")


def test_the_dollar_is_that_of_the_place() -> None:
    for place, currency in [
        ("Vancouver, BC, Canada", "CAD"),
        ("Melbourne", "AUD"),
        ("SG", "SGD"),
        ("Austin, TX", "USD"),
    ]:
        assert summary(read("Salary: $95,000 - $120,000", place)) == (95_000, 120_000, currency, "year")


def test_a_place_on_the_line_above_tells_the_dollar_where_the_location_does_not() -> None:
    assert summary(read("Location: Adelaide\nSalary: $94,000 - $102,000 pa")) == (94_000, 102_000, "AUD", "year")
    assert summary(read("Location: Berlin\nSalary: $94,000 - $102,000 pa")) == (94_000, 102_000, "USD", "year")


def test_a_pay_line_that_heads_the_posting_settles_it() -> None:
    text = "RM 2,000 – RM 3,000 per month\nBasic RM1,500 to RM2,000, allowance RM 500. Part time: RM 10 per hour."
    assert summary(read(text, "MY")) == (2000, 3000, "MYR", "month")


def test_an_exact_figure_in_its_own_field_goes_before_its_band() -> None:
    text = "Compensation\n\n28000\n\nCompensation range\n\n₱20,000 - ₱40,000\n"
    assert summary(read(text, "PH")) == (28_000, 28_000, "PHP", "month")


def test_the_period_of_another_mention_of_the_same_pay_counts() -> None:
    assert summary(read("Salary: $60-$77.\nThis is a day job.\nExpected salary: $60 - $77 per day", "HK")) == (
        60,
        77,
        "HKD",
        "day",
    )


def test_base_pay_goes_before_total_and_target_earnings() -> None:
    text = "Expect total first-year earnings of £50,000 - £60,000, with an annual base salary of £42,000."
    assert summary(read(text)) == (42_000, 42_000, "GBP", "year")


def test_pay_in_the_title_counts_where_the_text_tells_none() -> None:
    pay = read("A job in a workshop.", "AUS", "Welder - $42 per hour")
    assert summary(pay) == (42, 42, "AUD", "hour")
    assert pay is not None
    assert pay.in_title
    assert ["Welder - $42 per hour"[start:end] for start, end, _ in pay.figures] == ["$42 per hour"]
    assert summary(read("Pay: $50 per hour", "AUS", "Welder - $42 per hour")) == (50, 50, "AUD", "hour")


def test_the_span_is_that_of_the_amounts() -> None:
    text = "We grow. The salary is $100,000 - $120,000 per year, plus equity."
    pay = read(text)
    assert pay is not None
    assert [text[start:end] for start, end, _ in pay.figures] == ["$100,000 - $120,000 per year"]
    assert pay.basis == "text"


def test_entities_and_blanked_tags_do_not_stand_in_the_way() -> None:
    assert summary(read("Salary:&nbsp;&pound;30,000&nbsp;&ndash;&nbsp;&pound;35,000")) == (
        30_000,
        35_000,
        "GBP",
        "year",
    )
    assert summary(read("Salary:         $80,000         -        $90,000        ")) == (80_000, 90_000, "USD", "year")
    assert summary(read("Gehalt: 3.000&euro; im Monat")) == (3000, 3000, "EUR", "month")


def test_the_rest_of_a_list_of_other_money_is_no_pay() -> None:
    assert read("Bonus $4,000 (level B) and $6,000 (level A)") is None
    assert summary(read("Sign-on bonus $4,000. Base $60,000 (level B), $70,000 (level A)")) == (
        60_000,
        70_000,
        "USD",
        "year",
    )


def test_a_pay_field_in_free_text_is_read() -> None:
    assert summary(read("80k-100k", "Leeds, United Kingdom")) == (80_000, 100_000, "GBP", "year")
    assert summary(read("To $90K")) == (90_000, 90_000, "USD", "year")
    assert summary(read("100.000 - 150.000", "Germany")) == (100_000, 150_000, "EUR", "year")
    assert read("100 - 150", "Germany") is None
    assert read("80,000") is None
    assert read("5 - 7 years of experience", "Germany") is None


def test_a_benefit_below_the_pay_says_nothing_about_it() -> None:
    assert summary(read("Salary & Benefits\n$120,000-$140,000\nMedical, dental and vision\nBonus")) == (
        120_000,
        140_000,
        "USD",
        "year",
    )


def test_pay_in_wrapped_lines_is_read() -> None:
    text = (
        "The successful candidate will be offered a salary which we expect to be between\n$100,000 and\n$130,000, "
        "depending on experience, and is also eligible for a\nbonus."
    )
    assert summary(read(text)) == (100_000, 130_000, "USD", "year")


def test_hours_years_ages_and_telephone_numbers_are_no_pay() -> None:
    for text in (
        "Salary reviewed in 2027. 40 hours per week, 25 to 35 hours per week for part time.",
        "Pay day is Friday. Call 555-0100 or 03 555 0100. 18 years or older.",
        "Compensation: competitive. Shifts from 8.30am to 5.00pm, Monday to Friday.",
        "Salary on application, reference 48213/2026.",
        "Wage by agreement. 401(k) and 401k plans.",
    ):
        assert read(text, "Auckland, New Zealand") is None, text


def test_nothing_is_read_from_nothing() -> None:
    assert read("") is None
    assert read("A place to work.", "Nowhere", "Clerk 2") is None


@pytest.mark.parametrize(
    "text",
    [
        "$1,234 - " * 30_000,
        "salary " * 40_000,
        " ".join(f"${i},{i % 1000:03d}" for i in range(10_000)),
        "salary " + " ".join(map(str, range(10_000))),
        "salary: $" + " " * 100_000 + "5",
        "$" + "9" * 100_000,
        "$" + "1,1," * 50_000,
        "pay: " + "<b>" * 30_000 + "$",
        "€\x00\u202e٣٤٥ " * 10_000,
        "Salary: ١٠٠٠ - ٢٠٠٠ $ ²³ ½ Ⅷ 100 000 İ €",
        "\u0130" * 200 + " salary $100,000",
        bytes(range(256)).decode("latin-1") * 400,
    ],
)
def test_any_text_is_answered_in_bounded_time(text: str) -> None:
    spots = spots_of(text)
    started = time.process_time()
    find_pay(Document("$" * 500, "", "İstanbul", text, spots=spots))
    assert time.process_time() - started < 0.5


def test_lone_surrogates_are_read_over() -> None:
    text = "\ud800 Salary: \udfff $100,000 - $120,000 \ud83d"
    assert summary(find_pay(Document("\ud800 1", "", "\ud800", text, spots={"pay": [2, 12]}))) == (
        100_000,
        120_000,
        "USD",
        "year",
    )


def test_stated_pay_is_taken_as_it_is() -> None:
    assert stated(StatedPay(100_000, 120_000, "usd", "year")) == Pay(100_000, 120_000, "USD", "year", "stated")
    assert stated(StatedPay(None, 50.0, "EUR", "hour")) == Pay(None, 50.0, "EUR", "hour", "stated")
    assert stated(None) is None


def test_stated_zero_is_no_pay() -> None:
    assert stated(StatedPay(0, 0, "USD", "year")) is None
    assert stated(StatedPay(None, None, "USD", None)) is None
    assert stated(StatedPay(0, 90_000, "USD", "year")) == Pay(None, 90_000, "USD", "year", "stated")


def test_a_stated_downward_range_gives_a_reason_and_no_number() -> None:
    pay = stated(StatedPay(120_000, 13_000, "USD", "year"))
    assert pay is not None
    assert not pay.found
    assert pay.reason == "the range runs downwards"


def test_stated_pay_that_cannot_be_gives_a_reason_and_no_number() -> None:
    for impossible in (
        StatedPay(120_000, 150_000, "USD", "hour"),
        StatedPay(45, 60, "USD", "year"),
        StatedPay(1, 999_999, "USD", "year"),
        StatedPay(90_000_000, None, "EUR", "year"),
    ):
        pay = stated(impossible)
        assert pay is not None
        assert not pay.found
        assert pay.reason


@pytest.mark.parametrize(
    ("amount", "currency", "title", "period"),
    [
        (45, "USD", "", "hour"),
        (5_500, "USD", "", "month"),
        (95_000, "USD", "", "year"),
        (3_200, "EUR", "", "month"),
        (28_000, "PHP", "", "month"),
        (6_000_000, "IDR", "", "month"),
        (1_800_000, "INR", "", "year"),
        (150_000, None, "", "year"),
        (900, "USD", "Nurse (weekly contract)", "week"),
        (95_000, "USD", "Hourly workers' manager", "year"),
    ],
)
def test_a_stated_period_that_is_missing_is_told_by_title_or_size(
    amount: float, currency: str | None, title: str, period: str
) -> None:
    pay = stated(StatedPay(amount, amount, currency, None, sized=True), title)
    assert pay is not None
    assert pay.period == period


@pytest.mark.parametrize("amount", [45, 5_500, 95_000])
def test_a_period_that_the_platform_has_a_field_for_and_leaves_empty_is_unknown(amount: float) -> None:
    assert stated(StatedPay(amount, amount, "USD", None)) == Pay(amount, amount, "USD", None, "stated")
    told = stated(StatedPay(900, 900, "USD", None), "Nurse (weekly contract)")
    assert told is not None and told.period == "week"


@pytest.mark.parametrize(
    ("stated", "told", "period"),
    [
        (Pay(80_000, 95_000, "USD", None, "stated"), Pay(80_000, 95_000, "USD", "year", "text"), "year"),
        (Pay(45, None, None, None, "stated"), Pay(45, 60, "EUR", "hour", "text"), "hour"),
        (Pay(80_000, 95_000, "USD", None, "stated"), Pay(50_000, 60_000, "USD", "year", "text"), None),  # other pay
        (Pay(80_000, 95_000, "USD", None, "stated"), Pay(80_000, 95_000, "CAD", "year", "text"), None),
        (Pay(80_000, 95_000, "USD", "month", "stated"), Pay(80_000, 95_000, "USD", "year", "text"), "month"),
        (Pay(80_000, 95_000, "USD", None, "stated"), None, None),
    ],
)
def test_an_untold_period_is_that_of_the_text_where_both_tell_the_same_end(
    stated: Pay, told: Pay | None, period: str | None
) -> None:
    assert with_period(stated, told).period == period


def decided(text: str) -> list[tuple[str, bool]]:
    """The rule that had the last word on each amount of a text, and whether the amount is pay."""
    return [(candidate.decided, is_pay) for candidate, is_pay in judged(text, [(0, len(text))], None)]


@pytest.mark.parametrize("rule", FILE.built_in, ids=lambda rule: rule.id)
def test_each_rule_decides_in_its_example_and_not_in_its_counter_example(rule: Rule) -> None:
    verdicts = dict(decided(rule.example))
    assert verdicts[rule.id] == (rule.says in ("pay", "carried", "second"))
    assert rule.id not in dict(decided(rule.counter))


def test_ids_of_rules_are_told_apart() -> None:
    assert len({rule.id for rule in FILE.built_in}) == len(FILE.built_in)


def test_rules_are_switched_off_and_added_by_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[[rule]]\nid = "own.pension"\nsays = "other"\nbefore = ["lifetime fund"]\n'
        'example = "Lifetime fund: $90,000"\ncounter = "Pay: $90,000"\n',
        encoding="utf-8",
    )
    rules = {"without": ["nothing.on-target", "nothing.on-target-behind"], "rules": str(tmp_path / "own.toml")}
    changes = {f"components.pay.{name}": value for name, value in rules.items()}
    nlp = load_model_from_config(load_config(CONFIG, changes), auto_fill=True, validate=False)
    assert nlp("Salary range: $149,000 - $210,000 OTE")._.pay.max == 210000
    assert nlp("Lifetime fund: $90,000 per year")._.pay is None


def test_a_rule_to_switch_off_that_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match=r"no rule is called other\.bonuses; did you mean other\.bonus"):
        load(without=["other.bonuses"])
