package io.makolet.serving.catalog;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.OfferBody;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.offer.OfferContent;
import io.makolet.domain.offer.OfferDefinition;
import io.makolet.domain.offer.OfferDefinition.Benefit;
import io.makolet.domain.offer.OfferDefinition.Kind;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.Window;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Definitions for tests. */
public final class Definitions {

    private Definitions() {}

    /** A live segment. */
    public static Definition segment(String id, int index, @Nullable String purpose) {
        return segment(id, index, purpose, "purchase");
    }

    /** A live segment of those who did something. */
    public static Definition segment(String id, int index, @Nullable String purpose, String eventType) {
        Condition when = new Condition.Aggregate(
                new Condition.Measure(
                        new Condition.AggregateSpec(
                                new Condition.EventMatch(List.of(eventType), null, null), null, Window.LIFETIME, null),
                        Condition.Function.COUNT),
                new Comparison(Comparison.Op.GE, 1_000_000));
        return definition(id, index, Status.LIVE, new SegmentBody(new SegmentDefinition(purpose, when)));
    }

    /** A live offer for everybody, everywhere, always, in English and Hebrew. */
    public static OfferBuilder offer(String id, int index) {
        return new OfferBuilder(id, index);
    }

    /** Version 1 of a definition. */
    public static Definition definition(String id, int index, Status status, Definition.Body body) {
        return new Definition(id, 1, index, status, "team@shop", id, 0, "", body);
    }

    /** An offer to be changed where a test needs it. */
    public static final class OfferBuilder {

        private final String id;
        private final int index;
        private long marginMicros = 2_000_000;
        private long validFrom = Long.MIN_VALUE;
        private long validUntil = Long.MAX_VALUE;
        private Set<String> placements = Set.of();
        private Set<String> channels = Set.of();
        private Set<String> products = Set.of();
        private @Nullable Condition eligible;
        private Map<String, OfferContent> contents;

        private OfferBuilder(String id, int index) {
            this.id = id;
            this.index = index;
            this.contents = Map.of("en", content(id + " in English"), "he", content(id + " בעברית"));
        }

        public OfferBuilder margin(long micros) {
            marginMicros = micros;
            return this;
        }

        public OfferBuilder valid(long from, long until) {
            validFrom = from;
            validUntil = until;
            return this;
        }

        public OfferBuilder placements(String... names) {
            placements = Set.of(names);
            return this;
        }

        public OfferBuilder channels(String... names) {
            channels = Set.of(names);
            return this;
        }

        public OfferBuilder products(String... ids) {
            products = Set.of(ids);
            return this;
        }

        public OfferBuilder eligible(Condition condition) {
            eligible = condition;
            return this;
        }

        public OfferBuilder contents(Map<String, OfferContent> byLanguage) {
            contents = byLanguage;
            return this;
        }

        /** The definition. */
        public Definition build() {
            OfferDefinition offer = new OfferDefinition(
                    "gifts",
                    new Benefit(Kind.HARD, "10 % off"),
                    marginMicros,
                    0,
                    "GBP",
                    validFrom,
                    validUntil,
                    placements,
                    channels,
                    products,
                    eligible,
                    contents);
            return definition(id, index, Status.LIVE, new OfferBody(offer));
        }

        /** Content with a title. */
        public static OfferContent content(String title) {
            return new OfferContent(title, "", "Buy", "", "");
        }
    }
}
