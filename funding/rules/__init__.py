"""Pure rules of contracts and payments: no database, no request, no clock."""
