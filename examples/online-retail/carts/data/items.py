#!/usr/bin/env python3
"""Says of each order what was in its cart: adds the column items, as in 79321:237600;21154:25000, an item and its amount in
thousandths of a pound each.

python3 items.py CARTS > carts.csv.gz

CARTS has the columns event_id, ts, customer_id, type, cart_ref, item_id and amount_milli.
"""

import collections
import csv
import gzip
import io
import sys


def main(carts):
    with gzip.open(carts, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    items = collections.defaultdict(list)
    for row in rows:
        if row["type"] == "add_to_cart":
            items[row["cart_ref"]].append(row["item_id"] + ":" + row["amount_milli"])
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*rows[0], "items"], restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        bought = items[row["cart_ref"]] if row["type"] == "purchase" else []
        writer.writerow({**row, "items": ";".join(bought)})
    with gzip.GzipFile(filename="", mode="wb", fileobj=sys.stdout.buffer, mtime=0) as out:
        out.write(text.getvalue().encode("utf-8"))


if __name__ == "__main__":
    main(*sys.argv[1:])
