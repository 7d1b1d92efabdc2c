"""What a project has spent: its vouchers against the lines of its agreed budget."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.kernel.money import Money
from projects.enums import LineSource
from projects.models.plan import BudgetLine
from projects.models.project import Expense, Project
from projects.queries.projects import budget_lines, expenses_of
from projects.rules import expenses as rules
from projects.rules.expenses import LineStanding, PlannedLine, Summary
from projects.rules.sourced import Say, in_chinese


@dataclass(frozen=True)
class Spending:
    """Lines and vouchers of one project. rows: every line with how it stands, in order."""

    rows: tuple[tuple[BudgetLine, LineStanding], ...]
    vouchers: tuple[Expense, ...]
    summary: Summary

    @property
    def granted(self) -> Money:
        """Return what is recognised of the vouchers on lines that the grant pays."""
        paid = {line.id for line, _ in self.rows if line.source is LineSource.GRANT}
        return rules.eligible_spending(
            _voucher(each) for each in self.vouchers if each.budget_line_id in paid
        )


def spending_of(project: Project) -> Spending:
    """Return a project's spending, in two queries."""
    lines, vouchers = budget_lines(project), expenses_of(project)
    limit = project.call.rulebook.budget.adjust_free.value
    plan = [PlannedLine(str(line.id), line.category, line.amount) for line in lines]
    spent = [_voucher(each) for each in vouchers]
    standings = rules.standings(plan, spent, record_up_to=limit)
    return Spending(
        tuple(zip(lines, standings, strict=True)),
        tuple(vouchers),
        rules.summary(plan, spent, record_up_to=limit),
    )


def spending_by_category(project: Project, say: Say = in_chinese) -> list[dict[str, object]]:
    """Return budget and recognised spending (fen) by category: "category", "budget", "spent"."""
    labels = {c.key: say(c.label, c.label_en) for c in project.call.rulebook.budget.categories}
    spending = spending_of(project)
    lines = [line for line, _ in spending.rows]
    return [
        {
            "category": labels[category],
            "budget": sum(line.amount.fen for line in lines if line.category == category),
            "spent": _recognised(spending.vouchers, lines, category).fen,
        }
        for category in dict.fromkeys(line.category for line in lines)
    ]


def _recognised(vouchers: Sequence[Expense], lines: Sequence[BudgetLine], category: str) -> Money:
    within = {line.id for line in lines if line.category == category}
    return rules.eligible_spending(_voucher(v) for v in vouchers if v.budget_line_id in within)


def _voucher(expense: Expense) -> rules.Expense:
    return rules.Expense(str(expense.budget_line_id), expense.amount, expense.disallowed)
