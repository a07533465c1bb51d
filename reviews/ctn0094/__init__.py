"""Real, de-identified records of three trials (CTN-0094), brought into the record.

What becomes of what: design/product.md "Data" and design/decisions.md 24 to 27. `reading` reads the
folder and counts every row as used or rejected, `prescriptions`, `profiles` and `screens` work out
what the rows mean, `storing` adds what is not here yet. Day n is day zero plus n days.
"""
