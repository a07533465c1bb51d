"""The catalogue as it stands now: concentrates and films added, a strength nobody has found removed.

Rows are written over by their code; none is taken away, because prescriptions name them.
"""

from django.db import migrations

from prescribing.catalogue import MEDICINES


def load(apps, schema_editor):
    Medicine = apps.get_model("prescribing", "Medicine")
    for row in MEDICINES:
        Medicine.objects.update_or_create(code=row["code"], defaults=row)


class Migration(migrations.Migration):
    dependencies = [("prescribing", "0008_scripts_have_one_table")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
