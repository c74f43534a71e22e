from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="result_is_once",
            field=models.BooleanField(default=False, verbose_name="只交付一次"),
        ),
    ]
