#!/usr/bin/env python3
"""Joins the files of The Complete Journey to journey.csv.gz: one row an event, in order of time.

python3 join.py EVENTS DEMOGRAPHICS COUPONS PRODUCTS > journey.csv.gz

EVENTS is made of the transactions, campaigns and coupon redemptions: ts, household_id, type (purchase, offer_impression,
offer_accept), ref (basket; campaign; campaign:coupon), value (cents). The other three are the data set's own tables.
A redeemed coupon gets the department of most of the products it is for in its campaign, by name where several tie.
Demographics have no time; they stand at the beginning.
"""

import collections
import csv
import gzip
import io
import sys

KNOWN_SINCE = "2016-11-01 00:00:00"
TRAITS = ["age", "income", "home_ownership", "marital_status", "household_size", "household_comp", "kids_count"]
COLUMNS = ["ts", "household_id", "type", "ref", "value", "department"] + TRAITS


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def main(events, demographics, coupons, products):
    department_of = {product["product_id"]: product["department"] for product in rows(products)}
    departments = collections.defaultdict(collections.Counter)
    for coupon in rows(coupons):
        department = department_of.get(coupon["product_id"])
        if department:
            departments[coupon["campaign_id"] + ":" + coupon["coupon_upc"]][department] += 1
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for household in sorted(rows(demographics), key=lambda row: int(row["household_id"])):
        writer.writerow({"ts": KNOWN_SINCE, "type": "demographics", **household})
    for event in rows(events):
        counts = departments[event["ref"]] if event["type"] == "offer_accept" else {}
        main_department = min(counts, key=lambda name: (-counts[name], name), default="")
        writer.writerow({**event, "department": main_department})
    with gzip.GzipFile(filename="", mode="wb", fileobj=sys.stdout.buffer, mtime=0) as out:
        out.write(text.getvalue().encode("utf-8"))


if __name__ == "__main__":
    main(*sys.argv[1:])
