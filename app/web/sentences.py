"""What the forms' library says of wrong input, in sentences that say what to do."""

from flask_babel import gettext

from app.kernel.labels import N_

# The library's own text → ours; plural forms by their singular.
SENTENCES: dict[str, str] = {
    "This field is required.": N_("Fill in this field."),
    "Invalid input.": N_("Correct what is entered here."),
    "Field cannot be longer than %(max)d character.": N_("Enter at most %(max)d characters."),
    "Field must be at least %(min)d character long.": N_("Enter at least %(min)d characters."),
    "Field must be exactly %(max)d character long.": N_("Enter exactly %(max)d characters."),
    "Field must be between %(min)d and %(max)d characters long.": N_(
        "Enter between %(min)d and %(max)d characters."
    ),
    "Number must be at least %(min)s.": N_("Enter a number of at least %(min)s."),
    "Number must be at most %(max)s.": N_("Enter a number of at most %(max)s."),
    "Number must be between %(min)s and %(max)s.": N_(
        "Enter a number between %(min)s and %(max)s."
    ),
    "Not a valid integer value.": N_("Enter a whole number."),
    "Not a valid decimal value.": N_("Enter a number, for example 12."),
    "Not a valid date value.": N_("Enter a day, for example 2026-08-31."),
    "Not a valid datetime value.": N_("Enter day and time, for example 2026-08-31 17:00."),
    "Not a valid time value.": N_("Enter a time, for example 17:00."),
    "Not a valid choice.": N_("Choose one of the entries of the list."),
    "Invalid Choice: could not coerce.": N_("Choose one of the entries of the list."),
    "'%(value)s' is not a valid choice for this field.": N_(
        "Choose among the entries of the list; “%(value)s” is none of them."
    ),
    "Invalid choice(s): one or more data inputs could not be coerced.": N_(
        "Choose among the entries of the list."
    ),
}


class Sentences:
    """The translations that a form's Meta hands to its fields."""

    def gettext(self, text: str) -> str:
        """Return our sentence in the reader's language."""
        found: str = gettext(SENTENCES.get(text, text))
        return found

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return our sentence; the numbers of forms are always several."""
        return self.gettext(singular)
