"""What a channel reads, and what a member is told of a digest (E16, E17)."""

from datetime import date, time, timedelta

import pytest

from etiquette.messages import digest_replies, digests
from etiquette.messages.stories import story, story_button, story_message
from etiquette.messages.vocabulary import Action, Message
from etiquette.rules.digests import Deed, Shared, SharedPlan, Telling, Trouble, Week
from tests.builders import TUESDAY, make_digest, make_lesson, make_member
from tests.etiquette.messages.cast import plain, texts

ADA = make_member()
LAST_WEEK = Week(date(2026, 11, 20), {Deed.INTRODUCTION: 5, Deed.THANKS: 12})
QUIET = Week(date(2026, 11, 13), {})


def read(said: Message) -> str:
    return "\n".join(texts(said))


def test_e17_a_digest_tells_its_counts_its_lessons_and_asks_for_an_introduction() -> None:
    said = digests.digest(Telling((QUIET, LAST_WEEK), (Shared("Bo Lindqvist", "Ask for the bad news first.", "l-bo"),)))

    assert "*5 introductions* were made" in read(said)
    assert "*12 thank-yous* went out" in read(said)
    assert "*Bo Lindqvist*\n> Ask for the bad news first." in read(said)
    assert said.text.endswith("5 introductions, 12 thank-yous, 1 shared lesson.")
    assert "0" not in read(said).replace("U0", "")


def test_e17_each_week_opens_with_other_words_and_a_redrawn_one_with_the_same() -> None:
    weeks = [Telling((Week(date(2026, 11, 20) + timedelta(weeks=n), LAST_WEEK.counts),), ()) for n in range(4)]

    assert len({digests.digest(each).text for each in weeks}) == 4
    assert digests.digest(weeks[0]) == digests.digest(weeks[0])


def test_e17_a_name_in_a_digest_mentions_nobody() -> None:
    said = digests.digest(
        Telling((LAST_WEEK,), (Shared("<!channel> @here <@U0SAM>", "<!here> hello <@U0SAM>", "l-sam"),))
    )

    assert not {"<!", "<@"} & {text[index : index + 2] for text in texts(said) for index in range(len(text))}


def test_e17_pairs_are_named_with_what_they_do_together_and_too_many_are_counted() -> None:
    pairs = [SharedPlan((f"Ada {n}", f"Bo {n}"), f"Workshop {n}", f"p-{n}") for n in range(7)]

    said = plain(digests.digest(Telling((QUIET,), (), tuple(pairs))))
    assert "*Ada 0* and *Bo 0*\n> Workshop 0" in said
    assert ("Workshop 4" in said, "Workshop 5" in said, "And 2 more pairs do something together." in said) == (
        *(True, False, True),
    )

    six = plain(digests.digest(Telling((QUIET,), (), tuple(pairs[:6]))))
    assert "And one more pair does something together." in six


def test_e17_a_digest_told_anew_without_any_pair_keeps_neither_heading_nor_count() -> None:
    pairs = tuple(SharedPlan((f"Ada {n}", f"Bo {n}"), f"Workshop {n}", f"p-{n}") for n in range(7))
    posted = digests.digest(Telling((LAST_WEEK,), (), pairs))
    assert digests.plans_in(posted.blocks) == [f"p-{n}" for n in range(5)]

    anew = plain(digests.told_anew(posted.text, posted.blocks, [], []))

    assert ("something together" in anew, "Workshop" in anew) == (False, False)
    assert "introductions" in anew


def test_e17_names_and_purposes_mention_nobody() -> None:
    evil = SharedPlan(("<!channel> @here", None), "<!here> hello <@U0SAM>", "p-evil")

    said = "\n".join(texts(digests.digest(Telling((QUIET,), (), (evil,)))))

    assert ("<!" in said, "<@" in said, "*A colleague*" in said) == (False, False, True)


def test_e17_the_picture_has_words_for_who_does_not_see_it() -> None:
    said = digests.digest(Telling((QUIET, LAST_WEEK), ()), "F0CHART")

    picture = next(block for block in said.blocks if block["type"] == "image")
    assert picture["slack_file"] == {"id": "F0CHART"}
    assert "5 introductions, 12 thank-yous and no promises kept" in picture["alt_text"]


def test_e16_a_lesson_names_who_shares_it_and_nobody_else() -> None:
    said = digests.lesson(make_lesson(contact_id="c-dana"), ADA)

    assert "*Ada Okafor* shares something learned in a conversation:" in read(said)
    assert "> Write the press release first." in read(said)
    assert "Dana" not in read(said)


def test_e17_a_digest_that_was_set_up_is_said_back_with_its_next_date_and_what_it_would_say() -> None:
    said = digest_replies.set_up(make_digest(), Telling((LAST_WEEK,), ()), ADA, TUESDAY)

    assert "<#C0GENERAL> gets a digest every Friday at 15:00" in read(said)
    assert "The next one comes on *Friday 27 November, 15:00*" in read(said)
    assert "*5 introductions* were made" in read(said)


def test_e17_a_digest_with_nothing_to_tell_says_that_it_will_not_be_posted() -> None:
    said = digest_replies.set_up(make_digest(), Telling((QUIET,), ()), ADA, TUESDAY)

    assert "nothing is posted" in read(said)


@pytest.mark.parametrize("why", list(Trouble))
def test_e17_whatever_is_in_the_way_is_said_with_what_mends_it(why: Trouble) -> None:
    of_digest = digest_replies.trouble(why, "C0GENERAL", "U0BOT", make_digest())
    of_lesson = digest_replies.trouble(why, "C0GENERAL", "U0BOT", None)

    assert "the digest" in of_digest.text.lower()
    assert "what you learned" in of_lesson.text.lower()
    assert not {"{", "}"} & set(of_digest.text + of_lesson.text)
    assert of_digest.text.count(".") >= 2


def test_e17_the_form_says_at_its_field_what_was_not_understood() -> None:
    view = digest_replies.form(
        digest_replies.DigestFields(None, 4, time(15), channel_hint="I know no channel called #genral.")
    )

    hints = {block["block_id"]: block["hint"]["text"] for block in view["blocks"] if "hint" in block}
    assert hints["channel"] == "I know no channel called #genral."
    assert hints["clock"] == "In your own time zone."


def test_e17_a_post_of_ones_own_tells_the_lesson_and_names_nobody() -> None:
    lesson = make_lesson(contact_id="c-dana")

    assert "Write the press release first." in story(lesson)
    assert "Dana" not in story(lesson)
    assert "> Write the press release first." in read(story_message(lesson))
    assert story_button(lesson).to_dict()["action_id"] == Action.STORY
