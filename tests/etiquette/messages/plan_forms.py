"""The forms of a plan, as they are opened: what two plan together, agree on, look back on, and part by."""

from datetime import date
from typing import Any

from etiquette.messages import celebrating, contributions, differing, parting, plan_forms, proposals, reflections
from etiquette.messages.vocabulary import Form
from etiquette.rules.partings import Parting
from etiquette.rules.reflections import Reflecting, Reflection, ReflectionState
from tests.etiquette.messages.cast import ADA, NOW
from tests.partners import TUESDAY, make_answer, make_contribution, make_together

TOGETHER = make_together()
REFLECTION = Reflection(
    *("f-december", "T0COOP", "p-workshop", date(2026, 12, 24), ReflectionState.DUE),
    *(None, None, None, None, TUESDAY),
)
PARTING = Parting(TOGETHER, [make_contribution()], {}, [], [])
WRITTEN = dict.fromkeys(("belief", "purpose", "rules", "win", "initiatives", "rhythm"), "")


def forms_of_plans() -> dict[Form, dict[str, Any]]:
    """Each by its name."""
    return {
        Form.PLAN: plan_forms.plan_form("Dana Reyes", WRITTEN),
        Form.PLAN_ANSWER: plan_forms.outside_form("Dana Reyes", NOW.date(), can_decline=True),
        Form.CONTRIBUTION: contributions.form("Dana Reyes"),
        Form.PROPOSAL: proposals.form(TOGETHER, proposals.ProposalFields()),
        Form.REFLECTION: reflections.form(Reflecting(TOGETHER, REFLECTION), make_answer()),
        Form.NEXT_STEP: reflections.step_form(Reflecting(TOGETHER, REFLECTION), REFLECTION),
        Form.CELEBRATE: celebrating.form(TOGETHER),
        Form.DIFFER: differing.form(PARTING),
        Form.PART_WELL: parting.parting_form(PARTING, ADA, NOW),
    }
