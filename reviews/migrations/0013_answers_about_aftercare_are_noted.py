"""What somebody says about aftercare decides what is due, so a change of it is noted."""

from django.db import migrations


def noted(verb: str, rows: str, function: str) -> migrations.RunSQL:
    table, name = "patients_aftercareanswer", f"note_changed_on_{verb}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {verb} ON {table} REFERENCING {rows}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {function}();",
        f"DROP TRIGGER {name} ON {table};",
    )


NEW, OLD = "NEW TABLE AS new_rows", "OLD TABLE AS old_rows"


class Migration(migrations.Migration):
    dependencies = [
        ("patients", "0015_row_security_of_answers_about_aftercare"),
        ("reviews", "0012_what_was_judged_at_reviews_is_found_at_once"),
    ]
    operations = [
        noted("insert", NEW, "reviews_note_new"),
        noted("update", f"{NEW} {OLD}", "reviews_note_both"),
        noted("delete", OLD, "reviews_note_old"),
    ]
