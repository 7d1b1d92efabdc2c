"""Routes, one file per noun."""

from projects.views.applications import applications
from projects.views.calls import calls
from projects.views.decisions import decisions
from projects.views.editor import editor
from projects.views.notices import notices, objections
from projects.views.plans import plans
from projects.views.screening import screening

PROJECT_BLUEPRINTS = (
    calls,
    applications,
    editor,
    screening,
    decisions,
    notices,
    objections,
    plans,
)
