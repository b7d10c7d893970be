"""Who is meant: by a name, by a link, or by both."""

from etiquette.services.contacts import Somebody
from etiquette.services.introductions import Introduced, log_introduction
from tests.cast import Hand


async def introduced(ada: Hand, name: str, link: str | None = None) -> str:
    logged = await log_introduction(ada.doing(), Somebody(name, profile_url=link), Introduced(), "")
    return logged.contact.id


async def test_one_name_under_two_addresses_is_two_people(ada: Hand) -> None:
    one = await introduced(ada, "Dana Reyes", "https://linkedin.com/in/dana")
    other = await introduced(ada, "Dana Reyes", "https://linkedin.com/in/dana-of-acme")

    assert one != other


async def test_one_address_in_two_spellings_is_one_person(ada: Hand) -> None:
    one = await introduced(ada, "Dana Reyes", "https://linkedin.com/in/dana")

    assert await introduced(ada, "Dana", "http://www.linkedin.com/in/Dana/?trk=x") == one


async def test_an_address_that_was_not_known_is_kept_with_the_name(ada: Hand) -> None:
    one = await introduced(ada, "Dana Reyes")

    assert await introduced(ada, "dana reyes", "https://linkedin.com/in/dana") == one
