"""Routes, one file per noun."""

from evaluations.views.assessments import assessments

EVALUATION_BLUEPRINTS = (assessments,)
