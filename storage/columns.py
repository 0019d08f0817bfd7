"""The column dictionary: every column of every table, declared once with its type, meaning, unit and domain."""

from dataclasses import dataclass

import pyarrow as pa

TEXT = pa.string()
TEXTS = pa.list_(pa.string())
INT = pa.int64()
REAL = pa.float64()
BOOL = pa.bool_()
DAY = pa.date32()
TIME = pa.timestamp("us", tz="UTC")
EVIDENCE = pa.list_(
    pa.struct(
        {"field": TEXT, "source": TEXT, "start": INT, "end": INT, "rule": TEXT}
    )  # as analytics.extraction.evidence
)

PLATFORM_STATUSES = ("ok", "unchanged", "empty", "gone", "blocked", "failed")
WORKPLACES = ("remote", "hybrid", "onsite")
PERIODS = ("hour", "day", "week", "month", "year")
SENIORITIES = ("intern", "entry", "mid", "senior", "lead", "manager", "director", "executive")
BANDS = ("entry", "mid", "senior")
PAY_USES = ("used", "not told", "no currency", "floor only", "ceiling only", "not a range", "intern")
TIERS = ("core", "probable", "excluded")
REQUIREMENTS = ("required", "preferred")
BASES = ("stated", "title", "text", "years", "location", "board", "duties", "assumed")
OPENING_STATUSES = ("open", "closed")
IMPORTED = "file"  # the platform of postings that a user brought as files


@dataclass(frozen=True, slots=True)
class Column:
    """One column: Arrow type, meaning, unit of its numbers and, for closed vocabularies, the values allowed."""

    name: str
    type: pa.DataType
    meaning: str
    unit: str | None = None
    domain: tuple[str, ...] | None = None

    def field(self, nullable: bool) -> pa.Field:
        about = {"description": self.meaning} | ({"unit": self.unit} if self.unit else {})
        if self.domain:
            about["domain"] = " | ".join(self.domain)
        return pa.field(self.name, self.type, nullable=nullable, metadata=about)


_DECLARED = [
    # identity
    Column("posting_id", TEXT, "platform:board:external_id, stable from night to night"),
    Column("opening_id", TEXT, "the vacancy that the posting advertises; several postings may share one"),
    Column("snapshot_date", DAY, "date of the crawl (UTC)"),
    Column("platform", TEXT, "job platform, e.g. greenhouse"),
    Column("board", TEXT, "the employer's token on the platform, or the address of its sitemap"),
    Column("external_id", TEXT, "the platform's own id of the posting"),
    Column("url", TEXT, "public address of the posting"),
    # raw
    Column("payload", TEXT, "the platform's answer for this posting as JSON, verbatim but for contact persons"),
    Column(
        "payload_key", TEXT, "hash of what the row was read from; the same key on another night means the same rows"
    ),
    Column("fetched_at", TIME, "when the payload was received"),
    Column("observed_on", DAY, "last date on which the board confirmed the posting"),
    Column("carried_forward", BOOL, "the board could not be read; the posting is that of its last good night"),
    Column("attribution", TEXT, "credit that the source's terms ask to be shown"),
    # board fetches
    Column("company", TEXT, "employer, as the payload or the boards file names it"),
    Column("employer", TEXT, "the employer's key: its name without case, accents and legal form, or its board"),
    Column("status", TEXT, "how it ended; for a board: was it read, for an opening: is it advertised"),
    Column("reason", TEXT, "why the status is not ok, in words"),
    Column("postings", INT, "postings counted; for an opening those of the date, 0 where none shows it", "postings"),
    Column("postings_advertised", INT, "postings that the board says it has", "postings"),
    Column("postings_unparsed", INT, "payloads kept raw because no posting could be read from them", "postings"),
    Column("requests", INT, "HTTP requests sent", "requests"),
    Column("bytes", INT, "bytes received in response bodies", "bytes"),
    Column("seconds", REAL, "from the first request to the last answer", "s"),
    Column("etag", TEXT, "validator that the board's list answer carried, asked with next night"),
    Column("last_modified", TEXT, "Last-Modified that the board's list answer carried"),
    Column("leftovers", TEXTS, "payload fields that the dialect neither reads nor ignores"),
    Column("missing", TEXTS, "payload fields that the dialect expects and that no payload of the board had"),
    Column("problems", TEXTS, "payloads from which no posting could be read, with the reason; the first twenty"),
    Column("nights_failing", INT, "consecutive nights, this one included, on which the board was not read", "nights"),
    # postings
    Column("title", TEXT, "title as advertised"),
    Column("description", TEXT, "text of the posting, plain, one paragraph or list item a line"),
    Column("language", TEXT, "language of the description, ISO 639-1"),
    Column("location_raw", TEXT, "places as written, separated by ' | '"),
    Column("country", TEXT, "country of the first place, ISO 3166-1 alpha-2"),
    Column("region", TEXT, "state or region of the first place"),
    Column("city", TEXT, "city of the first place"),
    Column("metro", TEXT, "metropolitan area of the first place"),
    Column("metros", TEXTS, "metropolitan areas of all places"),
    Column("remote_scope", TEXT, "where a remote posting may be worked from, as country or world region"),
    Column("workplace", TEXT, "where the work is done", domain=WORKPLACES),
    Column("workplace_basis", TEXT, "what the workplace was read from", domain=BASES),
    Column("employment_type", TEXT, "full_time, part_time, contract, internship, temporary or other"),
    Column("department", TEXT, "department or team as advertised"),
    Column("requisition_id", TEXT, "the employer's own number of the vacancy"),
    Column("pay_min", REAL, "lowest advertised base pay", "pay_currency per pay_period"),
    Column("pay_max", REAL, "highest advertised base pay", "pay_currency per pay_period"),
    Column("pay_currency", TEXT, "currency as advertised, ISO 4217"),
    Column("pay_period", TEXT, "period as advertised", domain=PERIODS),
    Column("pay_basis", TEXT, "what the pay was read from", domain=BASES),
    Column("pay_reason", TEXT, "why an advertised pay was not taken"),
    Column("pay_annual_min", REAL, "pay floor a year: 2,080 hours, 260 days, 52 weeks, 12 months", "pay_currency/year"),
    Column("pay_annual_max", REAL, "pay ceiling a year, by the same factors", "pay_currency/year"),
    Column("role", TEXT, "role id, see the role list"),
    Column("role_basis", TEXT, "what the role was read from", domain=BASES),
    Column("ai_tier", TEXT, "is it an AI job: core, probable or excluded", domain=TIERS),
    Column("seniority", TEXT, "level", domain=SENIORITIES),
    Column("seniority_band", TEXT, "level in three bands", domain=BANDS),
    Column("seniority_basis", TEXT, "what the level was read from; 'assumed' counts as unknown", domain=BASES),
    Column("min_years", REAL, "least professional experience asked for", "years"),
    Column("max_years", REAL, "most professional experience asked for", "years"),
    Column(
        "evidence",
        EVIDENCE,
        "what each value was read from: field (role, seniority, years, workplace, pay, pay_period or place), source "
        "(the column in which the offsets count: description, title or location_raw), start (first character), end "
        "(first one behind), rule (what decided); a value without an entry was stated by the platform or assumed",
        "characters",
    ),
    Column("posted_at", TIME, "publication as the platform states it"),
    Column("first_seen", DAY, "first snapshot date with this id"),
    Column("last_seen", DAY, "last date on which its board showed it"),
    Column("closed_on", DAY, "first good night without it; null while open, also while its board cannot be read"),
    Column("reopened", INT, "times that it came back after it had closed", "times"),
    Column("reposted_from", TEXT, "posting_id of the closed posting that this one repeats"),
    Column("days_open", INT, "days from first_seen to closed_on, or to the snapshot date", "days"),
    Column("vacancy_key", TEXT, "employer and title without place and number, as one hash"),
    Column("text_key", TEXT, "CRC-32 of title and text; another one means that the posting was edited"),
    Column("text_sketch", TEXT, "smallest hashes of the text's three-word runs: tells how alike two texts are"),
    # skills
    Column("skill", TEXT, "canonical name of the skill"),
    Column("category", TEXT, "kind of skill: language, framework, database, area, ..."),
    Column("surface", TEXT, "the words in the description that name the skill"),
    Column("start", INT, "first character of the surface in the description", "characters"),
    Column("end", INT, "first character after the surface", "characters"),
    Column("section", TEXT, "part of the posting in which the surface stands"),
    Column("requirement", TEXT, "asked for, or nice to have", domain=REQUIREMENTS),
    Column("rule", TEXT, "what admitted the surface as a skill: its section, or what its sentence says"),
    # statistics
    Column("open_positions", INT, "distinct vacancies", "openings"),
    Column("market_share", REAL, "share of all open AI positions; null where all postings were imported", "fraction"),
    Column("n", INT, "openings that the figure stands on", "openings"),
    Column("share", REAL, "n of the role's openings", "fraction"),
    Column("low", REAL, "lower end of the 95 % interval (Clopper-Pearson)", "fraction"),
    Column("high", REAL, "upper end of the 95 % interval (Clopper-Pearson)", "fraction"),
    Column("required", INT, "openings that require the skill", "openings"),
    Column("required_share", REAL, "required / n", "fraction"),
    Column("rank", INT, "place in the role's order, from 1"),
    Column("currency", TEXT, "currency of the figures, ISO 4217"),
    Column("pay_point", TEXT, "which point of the advertised range", domain=("floor", "midpoint", "ceiling")),
    Column("mean", REAL, "arithmetic mean", "currency/year"),
    Column("mean_low", REAL, "lower end of the 95 % interval of the mean (Welch, Hall)", "currency/year"),
    Column("mean_high", REAL, "upper end of the 95 % interval of the mean", "currency/year"),
    Column("p25", REAL, "first quartile (linear interpolation)", "currency/year"),
    Column("median", REAL, "median", "currency/year"),
    Column("p75", REAL, "third quartile (linear interpolation)", "currency/year"),
    Column("p10", REAL, "first decile (linear interpolation)", "currency/year"),
    Column("p90", REAL, "ninth decile (linear interpolation)", "currency/year"),
    Column("level", TEXT, "level, 'unknown' where it is not told", domain=(*SENIORITIES, "unknown")),
    Column("pay_use", TEXT, "whether pay is in the figures, or why it is left out", domain=PAY_USES),
    Column("median_low", REAL, "lower end of the 95 % interval of the median (order statistics)", "currency/year"),
    Column("median_high", REAL, "upper end of the 95 % interval of the median", "currency/year"),
    Column("p25_low", REAL, "lower end of the 95 % interval of the first quartile", "currency/year"),
    Column("p25_high", REAL, "upper end of the 95 % interval of the first quartile", "currency/year"),
    Column("p75_low", REAL, "lower end of the 95 % interval of the third quartile", "currency/year"),
    Column("p75_high", REAL, "upper end of the 95 % interval of the third quartile", "currency/year"),
    Column("disclosure_rate", REAL, "share of the role's openings that tell their pay in any currency", "fraction"),
    Column("bin_low", REAL, "lower edge of the bin, included", "currency/year"),
    Column("bin_high", REAL, "upper edge of the bin, excluded", "currency/year"),
    Column("value", TEXT, "value of the counted dimension; 'unknown' where the postings do not tell"),
    Column("boards_ok", INT, "boards read on the night, unchanged ones included", "boards"),
    Column("postings_carried", INT, "of postings_ai, those that are carried forward from an earlier night", "postings"),
    Column("boards_carried_forward", INT, "boards whose last good night stands in", "boards"),
    Column("boards_failed", INT, "boards not read and too old to stand in", "boards"),
    Column("postings_ai", INT, "postings of AI roles (core and probable)", "postings"),
    Column("postings_imported", INT, "AI postings that came from files of the user's own", "postings"),
    Column("postings_unclassified", INT, "AI postings (core or probable) without a role of the list", "postings"),
    Column("method", TEXT, "version of the rules and word lists that made the figures"),
    Column("nights", INT, "snapshot dates in the period", "nights"),
    Column("grain", TEXT, "day or week", domain=("day", "week")),
    Column("period_start", DAY, "first date of the period"),
    Column(
        "mean_7_days", REAL, "mean of the last seven days, of four nights and more; by week, of the week's", "openings"
    ),
    Column("matched_index", REAL, "open positions at boards read before and after, chained; 100 in the first week"),
    Column("matched_pay_index", REAL, "mean of log pay ceilings at such boards, chained likewise"),
    Column("matched_share", REAL, "share of the openings of this week and the one before at such boards", "fraction"),
    Column(
        "n_effective",
        REAL,
        "independent openings that would tell as much: openings of one employer resemble each other",
        "openings",
    ),
    Column("ceiling_geometric_mean", REAL, "geometric mean of pay ceilings", "currency/year"),
    Column("measure", TEXT, "what changed", domain=("openings", "pay")),
    Column("weeks", INT, "comparable weeks in a row, the last one included", "weeks"),
    Column("boards", INT, "boards compared in the week with the fewest", "boards"),
    Column("change", REAL, "from the first of these weeks to the last, at matched boards", "fraction"),
    Column("change_low", REAL, "lower end of its 95 % interval, over weeks and over boards", "fraction"),
    Column("change_high", REAL, "upper end of its 95 % interval", "fraction"),
    Column("season", REAL, "change that a yearly season may make over as many weeks", "fraction"),
    Column("p_value", REAL, "of the test that the change is no larger than a season's", "fraction"),
    Column("direction", TEXT, "what may be claimed", domain=("rising", "falling", "steady", "no clear trend")),
    Column("ceiling_median", REAL, "median pay ceiling", "currency/year"),
    Column("remote_share", REAL, "remote openings / openings", "fraction"),
    Column("marker", TEXT, "change of boards or methods that may show in the series"),
    Column("role_a", TEXT, "first role"),
    Column("role_b", TEXT, "second role"),
    Column("record", TEXT, "the comparison record as JSON, see the published schema"),
]

COLUMNS: dict[str, Column] = {column.name: column for column in _DECLARED}
assert len(COLUMNS) == len(_DECLARED), "a column is declared twice"
