"""What keeps an installment from being paid: said on the page, refused by the server."""

from datetime import date

from app.db import session
from app.registry.enums import ListKind
from app.registry.models import CreditListing
from funding.queries.contracts import contract_of, installments_of
from tests.journeys.test_award_to_archive import first_project, scan


def test_an_organisation_on_a_list_is_paid_nothing_until_it_is_removed(journey_from):
    journey = journey_from("contracted")
    with journey.write():
        project = first_project()
        contract = contract_of(project)
        first = installments_of(contract)[0]
        listing = CreditListing(
            organisation_id=project.organisation_id,
            kind=ListKind.ABNORMAL,
            listed_on=date(2026, 2, 1),
        )
        session().add(listing)
        organisation = project.organisation.code
    weihang = journey.person("weihang")
    page = weihang.get(f"/contracts/{contract.code}")
    assert "异常名录" in page.text
    assert f'href="/organisations/{organisation}"' in page.text
    assert f"/disbursements/request/{first.code}" not in page.text

    invoice = {"invoice_number": "26000000000000000012", "invoice": scan("数电发票")}
    before = journey.fingerprint()
    weihang.fill(f"/disbursements/request/{first.code}", invoice, status=409)
    assert journey.fingerprint() == before

    with journey.write():
        session().merge(listing).removed_on = date(2026, 2, 20)
    assert f"/disbursements/request/{first.code}" in weihang.get(page.request.path).text
