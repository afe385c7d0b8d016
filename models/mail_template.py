from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.fields import UtcDatetimeField


class MailTemplate(Model):
    """The desk's own words for one mail in one language, in place of ours (S2-3)."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(max_length=40)
    language = fields.CharField(max_length=8)
    subject = fields.CharField(max_length=250, default='')
    body = fields.TextField(default='')
    updated_at = UtcDatetimeField()

    class Meta:
        table = 'mail_template'
        constraints = (UniqueConstraint(fields=('key', 'language'), name='mail_template_key_language'),)
