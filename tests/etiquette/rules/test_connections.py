"""LinkedIn's `Connections.csv` is read as it comes, and as whatever program saved it again (E1)."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etiquette.rules.connections import MOST_ROWS, ReadConnection, read_connections
from etiquette.rules.errors import EtiquetteError, Refusal

HEADER = ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"]
NOTES = (
    'Notes:\r\n"When exporting your connection data, you may notice that some of the email addresses are missing. '
    'You will only see ""visible"" ones, as https://www.linkedin.com/help explains."\r\n\r\n'
)
DANA_ROW = ["Dana", "Reyes", "https://www.linkedin.com/in/dana", "", "Acme, Inc.", "Head of Pricing", "12 Mar 2024"]
SAM_ROW = ["Sam", "Lindqvist", "https://www.linkedin.com/in/sam", "sam@example.com", "Bolt", "Buyer", "01 Jan 2023"]
DANA = ReadConnection(
    "Dana", "Reyes", "https://www.linkedin.com/in/dana", None, "Acme, Inc.", "Head of Pricing", date(2024, 3, 12)
)
SAM = ReadConnection(
    "Sam", "Lindqvist", "https://www.linkedin.com/in/sam", "sam@example.com", "Bolt", "Buyer", date(2023, 1, 1)
)

preambles = st.sampled_from(["", NOTES, NOTES.replace("\r\n", "\n"), "Notes:,,,,,,\r\n,,,,,,\r\n", "\r\n\r\n"])
# Letters whose bytes in Windows-1252 are never by chance UTF-8 as well.
WESTERN = "abcDEF ,;'\"&.-éüñßöøÜ"
WIDE = WESTERN + "李雷Жلا🙂\u0301\u200d"


def written(rows: Iterable[Sequence[str]], *, encoding: str = "utf-8", preamble: str = NOTES, **how: str) -> bytes:
    """A file of these rows, as a spreadsheet writes it."""
    text = io.StringIO()
    csv.writer(text, delimiter=how.get("delimiter", ","), lineterminator=how.get("end", "\r\n")).writerows(rows)
    return (preamble + text.getvalue()).encode(encoding)


def people(letters: str) -> st.SearchStrategy[list[ReadConnection]]:
    """Some connections, no two of them the same by profile."""
    words = st.text(letters, max_size=20).map(lambda text: " ".join(text.split()))
    told = words.map(lambda text: text or None)
    names = words.filter(bool)
    days = st.none() | st.dates(date(2003, 5, 5), date(2035, 12, 31))
    lists = st.lists(st.builds(ReadConnection, names, words, st.none(), told, told, told, days), max_size=8)
    return lists.map(lambda found: [_with_profile(one, number) for number, one in enumerate(found)])


def _with_profile(one: ReadConnection, number: int) -> ReadConnection:
    url = f"https://www.linkedin.com/in/person-{number}"
    return ReadConnection(one.first_name, one.last_name, url, one.email, one.company, one.position, one.connected_on)


def row_of(one: ReadConnection) -> list[str]:
    told = [one.first_name, one.last_name, one.url, one.email, one.company, one.position]
    return [*(each or "" for each in told), f"{one.connected_on:%d %b %Y}" if one.connected_on else ""]


@settings(max_examples=60)
@given(st.data(), preambles, st.permutations(range(8)), st.sampled_from(["\r\n", "\n"]), st.sampled_from(",;\t"))
def test_e1_whoever_is_written_is_read_back_in_any_encoding_preamble_and_order_of_columns(
    draws: st.DataObject, preamble: str, order: list[int], end: str, delimiter: str
) -> None:
    encoding = draws.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    known = draws.draw(people(WESTERN if encoding == "cp1252" else WIDE))
    table = [[*HEADER, "Something New"], *([*row_of(one), "of no use"] for one in known), [""] * 8]
    shuffled = [[row[column] for column in order] for row in table]

    read = read_connections(written(shuffled, encoding=encoding, preamble=preamble, end=end, delimiter=delimiter))

    assert list(read.rows) == known
    assert (read.unreadable, read.duplicates) == (0, 0)


def test_e1_an_export_as_linkedin_sends_it() -> None:
    read = read_connections(written([HEADER, DANA_ROW, [""] * 7, SAM_ROW]))

    assert read.rows == (DANA, SAM)
    assert DANA.name == "Dana Reyes"
    assert (read.unreadable, read.duplicates) == (0, 0)


def test_e1_an_older_export_without_profiles_and_preamble() -> None:
    rows = [[*row[:2], *row[3:]] for row in (HEADER, DANA_ROW)]

    (dana,) = read_connections(written(rows, preamble="")).rows

    assert (dana.name, dana.url, dana.company) == ("Dana Reyes", None, "Acme, Inc.")


def test_e1_a_list_with_nobody_in_it_yet_is_a_list() -> None:
    assert read_connections(written([HEADER])).rows == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 Mar 2024", date(2024, 3, 12)),
        ("1 March 2024", date(2024, 3, 1)),
        ("29 Feb 2024", date(2024, 2, 29)),
        ("29 Feb 2023", None),
        ("12-Mar-24", date(2024, 3, 12)),
        ("2024-03-12", date(2024, 3, 12)),
        ("2024-13-12", None),
        ("03/12/2024", None),
        ("12 Foo 2024", None),
        ("0 Mar 0000", None),
        ("", None),
    ],
)
def test_e1_a_day_is_read_where_it_is_clear_and_the_connection_kept_where_it_is_not(
    text: str, day: date | None
) -> None:
    (read,) = read_connections(written([HEADER, [*DANA_ROW[:6], text]])).rows

    assert read.connected_on == day


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("http://de.linkedin.com/in/DANA/?trk=x", DANA.url),
        ("https://www.linkedin.com/in/" + "%E6%9D%8E" * 100, "https://www.linkedin.com/in/" + "李" * 100),
        ("https://www.linkedin.com/company/acme", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_e1_a_profile_is_spelled_one_way_and_nothing_else_is_one(address: str, url: str | None) -> None:
    (read,) = read_connections(written([HEADER, [*DANA_ROW[:2], address, *DANA_ROW[3:]]])).rows

    assert read.url == url


def test_e1_who_comes_twice_is_counted_and_kept_once_by_profile_else_by_name_and_company() -> None:
    same_profile = ["Dana M.", "Reyes", "linkedin.com/in/Dana/", "", "", "", ""]
    unlinked = ["Ana", "Núñez", "", "", "Acme", "", ""]
    same_name = ["ANA", "NUNEZ", "", "", "acme", "", ""]
    elsewhere = ["Ana", "Núñez", "", "", "Bolt", "", ""]

    read = read_connections(written([HEADER, DANA_ROW, same_profile, unlinked, same_name, elsewhere]))

    assert [(each.first_name, each.company) for each in read.rows] == [
        ("Dana", "Acme, Inc."),
        ("Ana", "Acme"),
        ("Ana", "Bolt"),
    ]
    assert (read.unreadable, read.duplicates) == (0, 2)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["", "", "", "", "", "", "12 Mar 2024"], id="somebody who left LinkedIn"),
        pytest.param(["D" * 150, "R" * 150, *DANA_ROW[2:]], id="a name longer than any"),
        pytest.param(["Dana"], id="a row that is cut short"),
    ],
)
def test_e1_a_row_that_names_nobody_is_counted_and_spoils_no_other(row: list[str]) -> None:
    read = read_connections(written([HEADER, DANA_ROW, row, SAM_ROW]))

    assert read.rows == (DANA, SAM)
    assert read.unreadable == 1


def test_e1_a_quotation_mark_that_is_never_closed_swallows_nobody() -> None:
    broken = written([HEADER, DANA_ROW]) + b'"Bo,Okafor,,,,,\r\n' + written([SAM_ROW] * 20, preamble="")

    read = read_connections(broken)

    assert [each.name for each in read.rows] == [DANA.name, "Bo Okafor", SAM.name]
    assert (read.unreadable, read.duplicates) == (0, 19)


def test_e1_a_field_longer_than_any_spoils_its_own_row_alone() -> None:
    read = read_connections(written([HEADER, ["Bo", "x" * 200_000], SAM_ROW]))

    assert (read.rows, read.unreadable) == ((SAM,), 1)


def test_e1_columns_that_a_spreadsheet_left_away_at_the_end_are_empty() -> None:
    (read,) = read_connections(written([HEADER, DANA_ROW[:5]])).rows

    assert (read.company, read.position, read.connected_on) == ("Acme, Inc.", None, None)


def test_e1_a_line_break_and_controls_within_a_field_are_no_part_of_a_name() -> None:
    (read,) = read_connections(written([HEADER, ["Dana\r\nMaria", "Rey\x00es\x1b", *DANA_ROW[2:]]])).rows

    assert read.name == "Dana Maria Reyes"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(b"", "", id="empty"),
        pytest.param(b"\xef\xbb\xbf\r\n \r\n", "", id="nothing but a mark and blank lines"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", None, id="a picture"),
        pytest.param(b"PK\x03\x04\x14\x00\x08\x00", None, id="an archive"),
        pytest.param(b"\xff\xfeF\x00i", None, id="half a character"),
        pytest.param(b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "<!DOCTYPE html>", id="a web page"),
        pytest.param(b"Date,Amount,Payee\r\n2024-03-12,12,Dana\r\n", "Date,Amount,Payee", id="a bank's"),
        pytest.param(
            b"First Name,Last Name,Birthday\r\nDana,Reyes,\r\n", "First Name,Last Name,Birthday", id="another"
        ),
        pytest.param(b"From,To,Date,SUBJECT" + b"x" * 500, "From,To,Date,SUBJECT" + "x" * 180, id="a long header"),
    ],
)
def test_e1_what_is_no_list_of_connections_is_refused_with_what_was_found(content: bytes, found: str | None) -> None:
    with pytest.raises(EtiquetteError) as refused:
        read_connections(content)

    assert refused.value.code is Refusal.NOT_CONNECTIONS
    assert refused.value.values == {"found": found}


@given(st.binary(max_size=300))
def test_e1_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    with pytest.raises(EtiquetteError):
        read_connections(content)
    read_connections(written([HEADER, DANA_ROW]) + content)


def test_e1_more_connections_than_anybody_has_are_refused() -> None:
    header = written([HEADER])

    assert read_connections(header + b"x\r\n" * MOST_ROWS).unreadable == MOST_ROWS
    with pytest.raises(EtiquetteError) as refused:
        read_connections(header + b"x\r\n" * (MOST_ROWS + 1))
    assert refused.value.code is Refusal.TOO_MANY_CONNECTIONS
