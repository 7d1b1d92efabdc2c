"""Pure rules of calls, applications and projects: no database, no request, no clock."""
