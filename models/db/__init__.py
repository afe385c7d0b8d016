"""The data layer: Tortoise on SQLite and PostgreSQL, made safe against cancellation, lost rows and lost commits.

`connect` opens it, `migrate` brings the tables up to date, `transaction` is how everything is written, `listen` carries
events between processes. The engines are Tortoise backends; nothing else imports them.
"""
