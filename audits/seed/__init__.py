"""The synthetic past: invented services with invented people, whose history was kept as if they had
been seen for years. Nobody in it exists. Same seed and arguments, same rows.

`run.seed` writes it, `export.canonical_export` prints it for comparing two runs, and
`planted.planted_cases` lists the people whose answers are known beforehand.
"""
