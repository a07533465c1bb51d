"""Load the medicine catalogue as it stood when this migration was written and later refreshed."""

from django.db import migrations

from prescribing.catalogue import MEDICINES


def load(apps, schema_editor):
    Medicine = apps.get_model("prescribing", "Medicine")
    for row in MEDICINES:
        Medicine.objects.update_or_create(code=row["code"], defaults=row)


def unload(apps, schema_editor):
    """Those that no prescription names: the others are there for it until the table goes."""
    named = apps.get_model("prescribing", "Prescription").objects.values("medicine")
    apps.get_model("prescribing", "Medicine").objects.exclude(pk__in=named).delete()


class Migration(migrations.Migration):
    dependencies = [("prescribing", "0002_row_security")]
    operations = [migrations.RunPython(load, unload)]
