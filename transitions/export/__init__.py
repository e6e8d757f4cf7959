"""A run, and what is known of the program, as files: JSON, Parquet, the annotated video, the generated pages.

`results` writes and reads back a run, `annotated` draws it over its clip with the words of `captions` and, where asked
for, without a face (`blurred`), `ratings_table` reads what raters noted elsewhere, and the two catalogues write
``docs/rules.md`` and ``docs/transitions.md`` from the records. Runs and records go in, files and text come out; nothing
is measured here.
"""
