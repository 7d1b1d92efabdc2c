"""Pure rules of panels and evaluations: no database, no request, no clock."""
