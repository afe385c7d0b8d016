from tortoise import migrations

from models.db.dialect_sql import DialectSQL


class Migration(migrations.Migration):
    dependencies = [('models', '0002_whole_ticket')]

    initial = False

    # What stands in the tables already is written into it at the next start (services/search/search_index.py)
    operations = [
        DialectSQL(
            sqlite=[
                """CREATE VIRTUAL TABLE search_document USING fts5(
                       public, internal, acl, tokenize='ascii', prefix='2 3', detail=column, columnsize=0)"""
            ],
            postgres=[
                'CREATE TABLE search_document (id bigint PRIMARY KEY, words tsvector NOT NULL, acl text[] NOT NULL)',
                'CREATE INDEX search_document_words ON search_document USING gin (words, acl)',
            ],
        ),
    ]
