"""Contracts, installments and payments: from the award to the reconciled payment."""
