from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("domains", "0002_domain_theme")]

    operations = [
        migrations.AddField(model_name="domain", name="basemaps", field=models.JSONField(blank=True, default=list)),
    ]
