"""Boards files that are right, and those that are refused with their line."""

from pathlib import Path

import pytest

from spiders.addresses import named_board
from spiders.boards import BoardsFileError, read_boards
from spiders.platform import Board

HEADER = "platform,board,company,base_url"


def written(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "boards.csv"
    path.write_bytes("\n".join([*lines, ""]).encode(encoding))
    return path


def test_a_board_a_row(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        HEADER,
        'greenhouse,bakery,"Bakery, Ltd",',
        "",
        " lever , mill , Mühle , http://127.0.0.1:9/lever ",
        "jsonld,https://jobs.example/sitemap.xml,Oven,",
    )
    assert read_boards(path) == [
        Board("greenhouse", "bakery", "Bakery, Ltd", ""),
        Board("lever", "mill", "Mühle", "http://127.0.0.1:9/lever"),
        Board("jsonld", "https://jobs.example/sitemap.xml", "Oven", ""),
    ]


def test_columns_may_stand_in_any_order_and_others_beside_them(tmp_path: Path) -> None:
    path = written(tmp_path, "note,company,board,platform,base_url", "good bread,Bakery,bakery,ashby,")
    assert read_boards(path) == [Board("ashby", "bakery", "Bakery", "")]


def test_a_mark_before_the_header_is_no_part_of_it(tmp_path: Path) -> None:
    assert len(read_boards(written(tmp_path, HEADER, "ashby,bakery,Bakery,", encoding="utf-8-sig"))) == 1


def test_a_removed_board_is_kept_for_the_record_and_not_asked(tmp_path: Path) -> None:
    path = written(
        tmp_path, HEADER + ",removed,reason", "ashby,old,Old,,2026-10-01,closed", "ashby,new,New,,,", "ashby,old,Old,,,"
    )
    assert [board.board for board in read_boards(path)] == ["new", "old"]


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        (["platform,company,base_url", "ashby,A,"], 1, "missing column board"),
        (["a,b"], 1, "missing column platform, board; the header is platform,board,company,base_url"),
        ([HEADER, 'ashby,"a,A,', "ashby,b,B,"], 2, "a quote that is not closed"),
        ([HEADER, "ashby,https://jobs.lever.co/mill,A,"], 2, "a board of lever, not of ashby; write lever,mill"),
        ([HEADER, "ashby,https://mill.example/careers,A,"], 2, "names no board of ashby; write its token there"),
        ([HEADER, "ashby,a,A,", "bread,b,B,"], 3, "unknown platform 'bread'"),
        ([HEADER, "ashby,a,A,", "lever,a,A,", "ashby,a,Other,"], 4, "is on line 2 already"),
        ([HEADER, "ashby,,A,"], 2, "board is empty"),
        ([HEADER, "ashby,a,A,ftp://files.example"], 2, "no http or https address"),
        ([HEADER, "ashby,a,A,jobs.example"], 2, "no http or https address"),
    ],
)
def test_a_bad_row_is_refused_with_file_and_line(tmp_path: Path, lines: list[str], line: int, says: str) -> None:
    path = written(tmp_path, *lines)
    with pytest.raises(BoardsFileError) as caught:
        read_boards(path)
    assert str(caught.value).startswith(f"{path}, line {line}: ") and says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "lines",
    [
        ["platform;board;company;base_url", "ashby;mill;Mill, Ltd;"],
        ["sep=;", "platform;board;company", "ashby;mill;Mill, Ltd"],
        ["platform\tboard\tcompany", "ashby\tmill\tMill, Ltd"],
        [" Platform , BOARD,Company ,Base URL", 'Ashby, mill , "Mill, Ltd",'],
        ["# ours", "platform,token,employer", "# later: lever,bakery", 'ashby,mill,"Mill, Ltd"'],
        ["ats|url|name", "ashby|https://jobs.ashbyhq.com/mill?utm=1|Mill, Ltd"],
        ['ashby,mill,"Mill, Ltd"'],
    ],
)
def test_what_can_be_meant_is_read(tmp_path: Path, lines: list[str]) -> None:
    expected = [Board("ashby", "mill", "Mill, Ltd", "")]
    assert read_boards(written(tmp_path, *lines)) == expected
    assert read_boards(written(tmp_path, *lines, encoding="utf-16")) == expected


def test_every_line_that_is_wrong_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER, "bread,b,B,", "ashby,a,A,", 'lever,"b,B,', "ashby,,C,")
    with pytest.raises(BoardsFileError, match=r"line 2: unknown platform.*line 4: a quote.*line 5: the column board"):
        read_boards(path)


ADDRESSES = {
    "https://jobs.ashbyhq.com/mill/6c1e?utm=x": ("ashby", "mill"),
    "https://api.ashbyhq.com/posting-api/job-board/mill": ("ashby", "mill"),
    "https://mill.bamboohr.com/careers/12": ("bamboohr", "mill"),
    "https://mill.breezy.hr/p/1": ("breezy", "mill"),
    "https://www.comeet.com/jobs/mill/3A.005": ("comeet", "mill/3A.005"),
    "https://mill.eightfold.ai/careers?query=x&domain=mill.com": ("eightfold", "mill/mill.com"),
    "https://mill.eightfold.ai/careers": ("eightfold", "mill"),
    "https://jobs.gem.com/mill": ("gem", "mill"),
    "https://job-boards.greenhouse.io/mill/jobs/1": ("greenhouse", "mill"),
    "https://boards.greenhouse.io/embed/job_board?for=mill&b=1": ("greenhouse", "mill"),
    "https://boards-api.greenhouse.io/v1/boards/mill/jobs": ("greenhouse", "mill"),
    "https://mill.gupy.io/jobs/12057784?jobBoardSource=gupy_public_page": ("gupy", "mill"),
    "https://uscareers-mill.icims.com/jobs/search?ss=1&in_iframe=1": ("icims", "uscareers-mill"),
    "https://mill.applytojob.com/apply/aOo71i87lE/Baker": ("jazzhr", "mill"),
    "https://jobs.jobvite.com/careers/mill/job/oD2jAfwi": ("jobvite", "mill"),
    "https://jobs.jobvite.com/mill/search?p=1": ("jobvite", "mill"),
    "https://feed.jobylon.com/feeds/0f8b7c1e/?format=json": ("jobylon", "0f8b7c1e"),
    "https://join.com/companies/mill/7-baker": ("join", "mill"),
    "https://jobs.lever.co/mill/uuid": ("lever", "mill"),
    "https://fa-mill-saasfaprod1.fa.ocs.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1/job/7": (
        "oracle",
        "fa-mill-saasfaprod1.fa.ocs/CX_1",
    ),
    "https://mill.fa.oraclecloud.com/hcmUI/CandidateExperience/en-GB/sites/Mill": ("oracle", "mill.fa/Mill"),
    "https://mill.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/jobs": ("oracle", "mill.fa.us2/jobs"),
    "https://mill.fa.em3.oraclecloud.com/hcmUI/CandidateExperience/en/sites/MK/job/7": ("oracle", "mill.fa.em3/MK"),
    "https://recruiting.paylocity.com/recruiting/jobs/All/0f8b7c1e-1111-4222-a333-444455556666/Mill": (
        "paylocity",
        "0f8b7c1e-1111-4222-a333-444455556666",
    ),
    "https://jobs.mill.co.uk/gb/en/search-results?keywords=": ("phenom", "jobs.mill.co.uk/gb/en"),
    "https://careers.mill.com/global/en/job/MILLUS7EXTERNALENUS/Baker": ("phenom", "careers.mill.com/global/en"),
    "https://mill.jobs.personio.de/job/1": ("personio", "mill"),
    "https://mill.pinpointhq.com/en/postings/1": ("pinpoint", "mill"),
    "https://mill.recruitee.com/o/baker": ("recruitee", "mill"),
    "https://ats.rippling.com/en-GB/mill/jobs": ("rippling", "mill"),
    "https://careers.smartrecruiters.com/Mill": ("smartrecruiters", "Mill"),
    "https://career5.successfactors.eu/career?company=millP&career_ns=job_listing_summary": (
        "successfactors",
        "career5.successfactors.eu/millP",
    ),
    "https://career22.sapsf.com/careers?lang=de&company=mill": ("successfactors", "career22.sapsf.com/mill"),
    "https://mill.teamtailor.com/jobs": ("teamtailor", "mill"),
    "https://apply.workable.com/mill/j/1": ("workable", "mill"),
    "https://mill.wd5.myworkdayjobs.com/en-US/Careers/job/1": ("workday", "mill.wd5/Careers"),
    "https://mill.wd5.myworkdayjobs.com/wday/cxs/mill/Careers/jobs": ("workday", "mill.wd5/Careers"),
    "https://wd3.myworkdaysite.com/en-US/recruiting/mill/Careers": ("workday", "mill.wd3/Careers"),
}


def test_an_address_that_is_pasted_as_a_board_names_its_token(tmp_path: Path) -> None:
    rows = [f"{platform},{address},Mill," for address, (platform, _) in ADDRESSES.items()]
    for row, expected in zip(rows, ADDRESSES.values(), strict=True):
        (board,) = read_boards(written(tmp_path, HEADER, row))
        assert (board.platform, board.board, board.base_url) == (*expected, "")
    (board,) = read_boards(written(tmp_path, HEADER, "lever,https://jobs.eu.lever.co/mill,Mill,"))
    assert board.base_url == "https://api.eu.lever.co"
    for region in ("com", "in", "eu", "com.au"):
        address = f"https://mill.zohorecruit.{region}/jobs/Careers"
        (board,) = read_boards(written(tmp_path, HEADER, f"zohorecruit,{address},Mill,"))
        assert board.board == "mill"
        assert board.base_url == ("" if region == "com" else f"https://mill.zohorecruit.{region}")
    for address in (
        "https://mill.wd5.myworkdayjobs.com/en-US",
        "https://mill.wd5.myworkdayjobs.com/fr/?q=baker",
        "https://mill.wd5.myworkdayjobs.com/wday/authgwy/mill/login",
        "https://wd3.myworkdaysite.com/recruiting/mill/jobs",
        "https://www.bamboohr.com/careers",
        "https://jobs.gem.com",
        "https://mill.fa.us2.oraclecloud.com/",
        "https://www.mill.com/us/en/jobs",
        "https://portal.gupy.io/job-search/term=baker",
        "https://jobs.jobvite.com/careers",
    ):
        assert named_board(address) is None


def test_a_file_without_boards_or_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BoardsFileError, match="no board in it"):
        read_boards(written(tmp_path, HEADER))
    with pytest.raises(BoardsFileError, match="UTF-8"):
        read_boards(written(tmp_path, HEADER, "ashby,a,Bäckerei,", encoding="latin-1"))
    with pytest.raises(BoardsFileError):
        read_boards(written(tmp_path, ""))
