"""The tables: each is names of columns, a key, a sort order and the sentence that says what one row is."""

from dataclasses import dataclass

import pyarrow as pa

from storage.columns import COLUMNS, Column

SCHEMA_VERSION = 1  # in every file; raised when a column changes its meaning, so that an older reader refuses it


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its grain, columns, key (unique together) and which columns may be null.

    `required` columns hold no nulls; the key is always required. Rows are kept in key order. A dated table has one
    file a snapshot date, another has one file.
    """

    name: str
    grain: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    required: tuple[str, ...] = ()
    dated: bool = True
    domains: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def column(self, name: str) -> Column:
        return COLUMNS[name]

    def nullable(self, name: str) -> bool:
        return name not in self.key and name not in self.required

    def domain(self, name: str) -> tuple[str, ...] | None:
        return dict(self.domains).get(name, COLUMNS[name].domain)

    @property
    def schema(self) -> pa.Schema:
        fields = [COLUMNS[name].field(self.nullable(name)) for name in self.columns]
        about = {"table": self.name, "grain": self.grain, "key": ",".join(self.key)}
        about["schema_version"] = str(SCHEMA_VERSION)
        return pa.schema(fields, metadata=about)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


RAW_COLUMNS = _words(
    "posting_id snapshot_date platform board external_id url company fetched_at observed_on carried_forward payload"
)


def raw_table(platform: str) -> Table:
    """The raw table of a platform: one declaration for all of them."""
    return Table(
        f"raw_{platform}",
        f"One row per posting per {platform} board per snapshot date, payload verbatim.",
        RAW_COLUMNS,
        key=("board", "external_id"),
        required=_words("posting_id snapshot_date platform payload observed_on carried_forward"),
    )


_DECLARED = [
    Table(
        "board_fetches",
        "One row per board per snapshot date: how reading it ended.",
        _words(
            "snapshot_date platform board company status reason postings postings_advertised postings_unparsed "
            "requests bytes seconds etag last_modified nights_failing"
        ),
        key=("platform", "board"),
        required=_words("snapshot_date status postings requests bytes seconds nights_failing"),
        domains=(("status", ("ok", "unchanged", "empty", "gone", "blocked", "failed")),),
    ),
    Table(
        "payload_audit",
        "One row per board per snapshot date: what its payloads held that could not be read, or that nobody reads.",
        _words("snapshot_date platform board postings postings_unparsed problems leftovers missing"),
        key=("platform", "board"),
        required=_words("snapshot_date postings postings_unparsed"),
    ),
    Table(
        "postings",
        "One row per posting per snapshot date, normalised; every derived value has its basis beside it.",
        _words(
            "posting_id snapshot_date platform board external_id opening_id url company title description language "
            "location_raw country region city metro metros remote_scope workplace workplace_basis employment_type "
            "department requisition_id pay_min pay_max pay_currency pay_period pay_basis pay_reason pay_annual_min "
            "pay_annual_max role role_basis ai_tier seniority seniority_band seniority_basis min_years max_years "
            "evidence posted_at first_seen observed_on carried_forward attribution payload_key"
        ),
        key=("posting_id",),
        required=_words(
            "snapshot_date platform board external_id opening_id title role role_basis ai_tier seniority "
            "seniority_band seniority_basis first_seen observed_on carried_forward"
        ),
    ),
    Table(
        "posting_skills",
        "One row per posting and skill per snapshot date, with the words that are the evidence.",
        _words("posting_id snapshot_date skill category surface start end section requirement rule"),
        key=("posting_id", "skill"),
        required=_words("snapshot_date surface start end requirement"),
    ),
    Table(
        "posting_lifecycle",
        "One row per posting ever seen up to the snapshot date: when it appeared, closed, reopened, was reposted.",
        _words(
            "posting_id snapshot_date opening_id platform board location_raw requisition_id text_key vacancy_key "
            "text_sketch first_seen last_seen closed_on reopened reposted_from days_open"
        ),
        key=("posting_id",),
        required=_words("snapshot_date first_seen last_seen reopened days_open"),
    ),
    Table(
        "openings",
        "One row per distinct vacancy per snapshot date; one job in several places or on two boards is one row.",
        _words(
            "opening_id snapshot_date company employer title role ai_tier postings posted_at first_seen last_seen "
            "status closed_on country metro metros workplace seniority_band seniority pay_annual_min pay_annual_max "
            "pay_currency"
        ),
        key=("opening_id",),
        required=_words("snapshot_date title role ai_tier postings first_seen last_seen status"),
        domains=(("status", ("open", "closed")),),
    ),
    Table(
        "role_statistics",
        "One row per role per snapshot date: its open positions and share of the market.",
        _words("snapshot_date role open_positions postings market_share low high"),
        key=("role",),
        required=_words("snapshot_date open_positions postings"),
    ),
    Table(
        "role_pay",
        "One row per role, currency and point of the pay range per snapshot date.",
        _words(
            "snapshot_date role currency pay_point n n_effective disclosure_rate mean mean_low mean_high p25 p25_low "
            "p25_high median median_low median_high p75 p75_low p75_high"
        ),
        key=("role", "currency", "pay_point"),
        required=_words("snapshot_date n"),
    ),
    Table(
        "role_pay_distribution",
        "One row per role, currency, point of the pay range and bin per snapshot date.",
        _words("snapshot_date role currency pay_point bin_low bin_high n"),
        key=("role", "currency", "pay_point", "bin_low"),
        required=_words("snapshot_date bin_high n"),
    ),
    Table(
        "role_pay_levels",
        "One row per role, country, level and currency per snapshot date: its pay midpoints.",
        _words("snapshot_date role country level currency n n_effective p10 p25 median median_low median_high p75 p90"),
        key=("role", "country", "level", "currency"),
        required=_words("snapshot_date n"),
    ),
    Table(
        "role_pay_uses",
        "One row per role and use of pay per snapshot date: openings whose pay is used, and why others are left out.",
        _words("snapshot_date role pay_use n share"),
        key=("role", "pay_use"),
        required=_words("snapshot_date n"),
    ),
    Table(
        "role_skills",
        "One row per role and skill per snapshot date: openings that ask for it.",
        _words("snapshot_date role skill category rank n share low high n_effective required required_share"),
        key=("role", "skill"),
        required=_words("snapshot_date rank n share low high"),
    ),
    Table(
        "role_seniority",
        "One row per role and seniority band per snapshot date, unknown included.",
        _words("snapshot_date role value n share low high n_effective"),
        key=("role", "value"),
        required=_words("snapshot_date n"),
    ),
    Table(
        "role_workplace",
        "One row per role and workplace per snapshot date, unknown included.",
        _words("snapshot_date role value n share low high n_effective"),
        key=("role", "value"),
        required=_words("snapshot_date n"),
    ),
    Table(
        "role_companies",
        "One row per role and employer per snapshot date.",
        _words("snapshot_date role company rank n share low high"),
        key=("role", "company"),
        required=_words("snapshot_date rank n share low high"),
    ),
    Table(
        "role_metros",
        "One row per role and metropolitan area per snapshot date; an opening in two metros counts in both.",
        _words("snapshot_date role metro rank n share low high n_effective"),
        key=("role", "metro"),
        required=_words("snapshot_date rank n share low high"),
    ),
    Table(
        "market_totals",
        "One row per snapshot date: the market that all shares refer to.",
        _words(
            "snapshot_date open_positions postings postings_ai postings_unclassified postings_imported "
            "postings_carried boards_ok boards_carried_forward boards_failed method"
        ),
        key=("snapshot_date",),
        required=_words("open_positions postings postings_ai boards_ok boards_carried_forward boards_failed"),
    ),
    Table(
        "role_trends",
        "One row per role, grain (day or week) and period over all snapshot dates.",
        _words(
            "role grain period_start nights open_positions market_share mean_7_days matched_index matched_share "
            "currency ceiling_median matched_pay_index n remote_share boards_ok marker"
        ),
        key=("role", "grain", "period_start"),
        required=_words("nights"),
        dated=False,
    ),
    Table(
        "role_changes",
        "One row per role, measure and last week: the change over matched boards until then and what may be claimed.",
        _words("role measure period_start weeks boards share change change_low change_high season p_value direction"),
        key=("role", "measure", "period_start"),
        required=_words("weeks"),
        dated=False,
    ),
    Table(
        "role_boards",
        "One row per role and board per snapshot date: its open positions there, and their pay.",
        _words("snapshot_date role platform board open_positions currency n ceiling_geometric_mean"),
        key=("role", "platform", "board"),
        required=_words("snapshot_date open_positions n"),
    ),
    Table(
        "role_comparisons",
        "One row per pair of roles per snapshot date: the comparison record.",
        _words("snapshot_date role_a role_b record"),
        key=("role_a", "role_b"),
        required=_words("snapshot_date record"),
    ),
]

TABLES: dict[str, Table] = {table.name: table for table in _DECLARED}

# The tables that describe one role each row, all made from its openings and their skills.
ROLE_TABLES = (
    "role_statistics",
    "role_pay",
    "role_pay_distribution",
    "role_pay_levels",
    "role_pay_uses",
    "role_skills",
    "role_seniority",
    "role_workplace",
    "role_companies",
    "role_metros",
)


def is_crawled(name: str) -> bool:
    """Whether the table is what a crawl brought, which is kept at once and never waits for a night's publication."""
    return name.startswith("raw_") or name == "board_fetches"


def table(name: str) -> Table:
    """The declaration of a table; raw tables are declared by their platform's name.

    Raises KeyError with the known names when there is no such table.
    """
    if name.startswith("raw_"):
        return raw_table(name.removeprefix("raw_"))
    if name not in TABLES:
        raise KeyError(f"no table {name!r}; tables: {', '.join(TABLES)}, raw_<platform>")
    return TABLES[name]
