"""Routes, one file per noun."""

from funding.views.appropriations import appropriations
from funding.views.contracts import contracts
from funding.views.disbursements import disbursements

FUNDING_BLUEPRINTS = (contracts, disbursements, appropriations)
