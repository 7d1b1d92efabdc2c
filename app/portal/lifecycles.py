"""All lifecycles of the house, in the order of the cycle."""

from app.registry.workflow import CLAIM
from evaluations.workflow import ASSESSMENT, PANEL, SCORECARD
from funding.workflow import CONTRACT, DISBURSEMENT
from projects.workflow import APPLICATION, CALL, NOTICE, OBJECTION, PROJECT

LIFECYCLES = (
    CLAIM,
    CALL,
    APPLICATION,
    PANEL,
    SCORECARD,
    NOTICE,
    OBJECTION,
    PROJECT,
    CONTRACT,
    DISBURSEMENT,
    ASSESSMENT,
)
