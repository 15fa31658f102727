package io.makolet.definitions;

import java.util.List;

/** The keys and words of the language. The JSON Schema says the same to editors. */
final class Language {

    static final List<String> KINDS = List.of("Segment", "Offer", "Profile", "Events", "Branches", "CutPoints");

    static final List<String> SEGMENT =
            List.of("kind", "id", "owner", "title", "purpose", "when", "stay", "expires_after");
    static final List<String> STAY = List.of("enter_after", "min_stay", "cooldown");
    static final List<String> OFFER = List.of(
            "kind",
            "id",
            "owner",
            "title",
            "category",
            "benefit",
            "margin",
            "benefit_cost",
            "valid",
            "placements",
            "channels",
            "products",
            "eligible",
            "content");
    static final List<String> PROFILE = List.of("kind", "id", "owner", "title", "fields");
    static final List<String> EVENTS = List.of("kind", "id", "owner", "title", "types");
    static final List<String> BRANCHES = List.of("kind", "id", "owner", "title", "branches");

    static final List<String> CUT_POINTS =
            List.of("kind", "id", "owner", "title", "as_of", "customers", "of", "points");

    static final List<String> OVER_EVENTS_AND_PROFILE = List.of(
            "all",
            "any",
            "at_least",
            "not",
            "in",
            "cel",
            "aggregate",
            "ratio",
            "recency",
            "replenish",
            "gap",
            "top",
            "sequence",
            "anniversary",
            "season",
            "sample",
            "list",
            "near",
            "nearest_branch",
            "percentile",
            "rfm");
    static final List<String> OVER_SEGMENTS = List.of("all", "any", "not", "in");
    static final List<String> AT_LEAST = List.of("n", "of");
    static final List<String> AGGREGATE = List.of("event", "fn", "of", "over", "since", "where", "is");
    static final List<String> RATIO = List.of("of", "to", "over", "since", "is");
    static final List<String> MEASURE = List.of("event", "fn", "of", "where");
    static final List<String> RECENCY = List.of("event", "of", "where", "is");
    static final List<String> REPLENISH = List.of("event", "where", "cycle", "lead", "late", "over");
    static final List<String> GAP = List.of("event", "where", "at_least", "over");
    static final List<String> TOP = List.of("event", "of", "where", "weight", "half_life", "k", "is", "min");
    static final List<String> SEQUENCE = List.of("first", "then", "then_not", "by", "within", "grace", "over");
    static final List<String> ANNIVERSARY = List.of("of", "from", "to");
    static final List<String> SEASON = List.of("calendar", "day", "from", "to");
    static final List<String> CALENDARS = List.of("gregorian", "hebrew", "islamic");
    static final List<String> SAMPLE = List.of("salt", "percent");
    static final List<String> NEAR = List.of("place", "lat", "lon", "branch", "within");
    static final List<String> NEAREST_BRANCH = List.of("place", "in", "within");
    static final List<String> PERCENTILE = List.of("of", "is");
    static final List<String> RFM = List.of("recency", "frequency", "monetary", "r", "f", "m");
    static final List<String> METRIC = List.of("aggregate", "recency");
    static final List<String> METRIC_AGGREGATE = List.of("event", "fn", "of", "over", "since", "where");
    static final List<String> METRIC_RECENCY = List.of("event", "of", "where");
    static final List<String> EVENTS_THAT = List.of("event", "where");
    static final List<String> FUNCTIONS = List.of("count", "sum", "avg", "min", "max", "distinct", "first", "last");
    static final List<String> RATIO_FUNCTIONS = List.of("count", "sum", "avg", "min", "max", "distinct");
    static final List<String> RECENCY_OF = List.of("last", "first");
    static final List<String> PERIODS = List.of("day", "week", "month", "quarter", "year");

    static final List<String> BENEFIT = List.of("kind", "text");
    static final List<String> BENEFIT_KINDS = List.of("none", "hard", "soft", "surprise");
    static final List<String> VALID = List.of("from", "until");
    static final List<String> CONTENT = List.of("title", "text", "call_to_action", "image", "url");
    static final List<String> CHANNELS =
            List.of("web", "app", "kiosk", "store", "email", "sms", "push", "phone", "letter");

    static final List<String> FIELD = List.of("type", "values", "personal", "description");
    static final List<String> BRANCH = List.of("name", "lat", "lon");
    static final List<String> EVENT_TYPE = List.of("topic", "description");
    /** Topics in which a shop may send types of its own. */
    static final List<String> OPEN_TOPICS = List.of("clickstream", "engagement");

    private Language() {}
}
