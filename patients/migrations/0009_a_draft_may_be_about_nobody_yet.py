"""A draft may be about nobody who is on record yet: somebody being registered.

Going back is refused by the database while there are such drafts: save or throw them away first.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("patients", "0008_who_told_of_a_death_and_what_was_said_at_an_end"),
    ]

    operations = [
        migrations.AlterField(
            model_name="draft",
            name="patient",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="drafts",
                to="patients.patient",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("patient", None)),
                fields=("service", "form", "author"),
                name="one_draft_about_nobody_a_form_and_author",
            ),
        ),
    ]
