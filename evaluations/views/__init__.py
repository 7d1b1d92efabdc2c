"""Routes, one file per noun."""

from evaluations.views.assessments import assessments
from evaluations.views.panels import panels
from evaluations.views.scorecards import scorecards

EVALUATION_BLUEPRINTS = (panels, scorecards, assessments)
