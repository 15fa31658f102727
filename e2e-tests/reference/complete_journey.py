#!/usr/bin/env python3
"""Members of the eight segments of examples/complete-journey at five instants, straight from the CSV.

python3 e2e-tests/reference/complete_journey.py > e2e-tests/src/test/resources/complete_journey_members.csv.gz

It runs from any directory and needs nothing but Python 3. It shares no line with Makolet: each segment is written down
once more, as its title says it, over a household's plain list of events. Amounts are whole cents, so that nothing is
rounded; a timestamp is UTC; a window of n days at D is D - n*24h < ts <= D; a week begins on Monday.
It also fails if a result hangs on the order of two baskets of the same time, which is nobody's to say.
"""

import collections
import csv
import datetime
import gzip
import io
import pathlib
import sys

JOURNEY = pathlib.Path(__file__).resolve().parents[2] / "examples/complete-journey/data/journey.csv.gz"
INSTANTS = [
    "2017-02-01T00:00:00",  # the first instant of a month
    "2017-03-15T12:00:00",
    "2017-04-30T23:59:59",  # a Sunday, the last second of a month
    "2017-06-05T08:00:00",  # a Monday
    "2017-06-30T00:00:00",
]
DAY = datetime.timedelta(days=1)

Purchase = collections.namedtuple("Purchase", "time cents")
Mailed = collections.namedtuple("Mailed", "time campaign")
Redeemed = collections.namedtuple("Redeemed", "time campaign department")


class Household:
    """What is known of a household at an instant."""

    def __init__(self, now):
        self.now = now
        self.purchases = []
        self.mailed = []
        self.redeemed = []
        self.kids = None

    def within(self, events, days):
        return [event for event in events if event.time > self.now - days * DAY]

    def since_midnight_of(self, day):
        midnight = datetime.datetime(day.year, day.month, day.day)
        return [event for event in self.purchases if event.time >= midnight]

    def latest(self, n, tie_breaker):
        """The latest purchases; which of several of one time come last is the tie breaker's choice."""
        return sorted(self.purchases, key=lambda p: (p.time, tie_breaker * p.cents))[-n:]


def top_up_shoppers(household, _):
    cents = [p.cents for p in household.within(household.purchases, 30)]
    return len(cents) >= 4 and sum(cents) < 400 * len(cents) and max(cents) <= 1000


def coupon_explorers(household, _):
    return len({r.department for r in household.within(household.redeemed, 90) if r.department}) >= 2


def coupon_responders(household, _):
    campaigns = {m.campaign for m in household.mailed}
    return (
        len(campaigns) >= 2
        and len(household.redeemed) >= len(household.mailed)
        and bool(household.within(household.redeemed, 60))
    )


def campaign_ignored(household, _):
    waited_for = [m for m in household.within(household.mailed, 60) if m.time <= household.now - 15 * DAY]
    return any(
        not any(r.campaign == m.campaign and r.time > m.time for r in household.redeemed) for m in waited_for
    )


def won_by_coupon(household, _):
    return any(
        coupon.time < back.time < again.time <= coupon.time + 10 * DAY and again.cents >= 200
        for coupon in household.redeemed
        for back in household.purchases
        for again in household.within(household.purchases, 30)
    )


def big_month(household, tie_breaker):
    today = household.now.date()
    month = household.since_midnight_of(today.replace(day=1))
    quarter = household.since_midnight_of(today.replace(day=1, month=(today.month - 1) // 3 * 3 + 1))
    return (
        sum(p.cents for p in month) >= 3000
        and any(p.cents >= 1000 for p in quarter)
        and all(p.cents >= 100 for p in household.latest(1, tie_breaker))
    )


def trading_down(household, tie_breaker):
    latest = household.latest(5, tie_breaker)
    return any(p.cents >= 2000 for p in household.purchases) and len(latest) == 5 and all(p.cents < 500 for p in latest)


def families_worth_a_treat(household, tie_breaker):
    monday = household.now.date() - household.now.weekday() * DAY
    latest = household.latest(5, tie_breaker)
    coupon = max((r.time for r in household.redeemed), default=None)
    reasons = [
        len(household.since_midnight_of(monday)) >= 3,
        coupon is not None and sum(p.time > coupon for p in household.purchases) >= 5,
        bool(latest) and all(p.cents >= 100 for p in latest),
    ]
    return household.kids not in (None, "0") and sum(reasons) >= 2


SEGMENTS = [
    top_up_shoppers,
    coupon_explorers,
    coupon_responders,
    campaign_ignored,
    won_by_coupon,
    big_month,
    trading_down,
    families_worth_a_treat,
]


def households(rows, now):
    """What had happened by an instant, by household."""
    known = collections.defaultdict(lambda: Household(now))
    for row in rows:
        time = datetime.datetime.strptime(row["ts"], "%Y-%m-%d %H:%M:%S")
        if time > now:
            continue
        household = known[row["household_id"]]
        kind = row["type"]
        if kind == "purchase":
            household.purchases.append(Purchase(time, int(row["value"])))
        elif kind == "offer_impression":
            household.mailed.append(Mailed(time, row["ref"]))
        elif kind == "offer_accept":
            household.redeemed.append(Redeemed(time, row["ref"].split(":")[0], row["department"]))
        elif kind == "demographics":
            household.kids = row["kids_count"] or None
        else:
            raise ValueError("type " + kind)
    return known


def main():
    with gzip.open(JOURNEY, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    text = io.StringIO(newline="")
    members = csv.writer(text, lineterminator="\n")
    members.writerow(["as_of", "segment", "customer_id"])
    for instant in INSTANTS:
        known = households(rows, datetime.datetime.fromisoformat(instant))
        for segment in SEGMENTS:
            found = sorted(i for i in known if segment(known[i], 1))
            if found != sorted(i for i in known if segment(known[i], -1)):
                raise SystemExit(f"{segment.__name__} at {instant} hangs on the order of baskets of the same time")
            members.writerows([instant, segment.__name__, customer] for customer in found)
            print(instant, segment.__name__, len(found), file=sys.stderr)
    with gzip.GzipFile(filename="", mode="wb", fileobj=sys.stdout.buffer, mtime=0) as out:
        out.write(text.getvalue().encode("utf-8"))


if __name__ == "__main__":
    main()
