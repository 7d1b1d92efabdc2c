"""Routes, one file per noun; those of a panel are told in four."""

# Imported for their routes: they join the blueprint of panels.
from evaluations.views import draws as draws
from evaluations.views import scoring as scoring
from evaluations.views import seats as seats
from evaluations.views.assessments import assessments
from evaluations.views.panels import panels
from evaluations.views.scorecards import scorecards

EVALUATION_BLUEPRINTS = (panels, scorecards, assessments)
