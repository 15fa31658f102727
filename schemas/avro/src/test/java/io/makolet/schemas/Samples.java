package io.makolet.schemas;

import io.makolet.avro.Backfill;
import io.makolet.avro.Command;
import io.makolet.avro.Definition;
import io.makolet.avro.Erasure;
import io.makolet.avro.Heartbeat;
import io.makolet.avro.Money;
import io.makolet.avro.PartitionOffset;
import io.makolet.avro.Product;
import io.makolet.avro.ViewProgress;
import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Truth;
import io.makolet.schemas.PoisonException.Reason;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Records of every kind with as much in them as there can be. */
final class Samples {

    private static final Instant TIME = Instant.parse("2011-06-30T12:34:56.789Z");

    private Samples() {}

    static List<SpecificRecord> all() {
        List<SpecificRecord> samples = new ArrayList<>();
        RandomRecords events = new RandomRecords(1, 1);
        for (int i = 0; i < 3; i++) {
            samples.addAll(List.of(events.clickstream(), events.engagement(), events.purchase(), events.profile()));
        }
        RandomDefinitions definitions = new RandomDefinitions(1);
        for (int i = 0; i < 36; i++) {
            Definition definition = DefinitionMapping.toAvro(definitions.definition());
            samples.add(definition);
        }
        samples.addAll(List.of(
                command(),
                product(),
                record(view()),
                TransitionMapping.toAvro(
                        "17850",
                        new Transition("dormant", 2, 5, Truth.TRUE, TIME.toEpochMilli(), Transition.Cause.TIMER, null),
                        TIME.toEpochMilli() + 5),
                DeadLetterMapping.toAvro(
                        "makolet.purchases",
                        3,
                        42,
                        TIME.toEpochMilli(),
                        new PoisonException(Reason.UNKNOWN_SCHEMA, "schema id 7, expected one that is registered", 7),
                        "customer",
                        TIME.toEpochMilli() + 1),
                ExplanationMapping.toAvro("r-1", Explanations.full()),
                new Heartbeat(TIME, "replay", true),
                new Erasure(TIME, "17850", "e-1", "default", "privacy@shop.example", "asked by letter"),
                new ViewProgress(7L, 1, 2, TIME, TIME.plusMillis(3), null),
                new Backfill(
                        3, "live", "default", List.of(-7L, 9L), List.of("purchase"), 5L, TIME, TIME.plusMillis(3))));
        return samples;
    }

    private static Command command() {
        return new Command(
                TIME,
                "c-1",
                "backfill",
                "default",
                "makolet",
                "12583",
                Map.of("segment", "dormant"),
                "state/1",
                ByteBuffer.wrap(new byte[] {1, 2, 3, -1}),
                List.of(new PartitionOffset("makolet.purchases", 3, 42L)));
    }

    private static Product product() {
        return Product.newBuilder()
                .setProductId("85123A")
                .setTitles(Map.of("he", "מחזיק נרות"))
                .setDescriptions(Map.of("en", "White hanging heart T-light holder"))
                .setCategory("lights")
                .setBrand("acme")
                .setPrice(new Money(2_550_000L, "GBP"))
                .setMargin(new Money(1_000_000L, "GBP"))
                .setImageUrl("/i/85123A.jpg")
                .setUrl("/p/85123A")
                .setAvailable(false)
                .setComplements(List.of("71053"))
                .setAttributes(Map.of("colour", "white"))
                .setUpdatedAt(TIME)
                .build();
    }

    private static SpecificRecord record(CustomerView view) {
        BuiltInRegistry registry = new BuiltInRegistry();
        try {
            return new RecordReader(registry).read(new ViewWriter(registry).write(view));
        } catch (PoisonException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CustomerView view() {
        return new CustomerView(
                "17850",
                new CustomerView.Version(1, 40, 7, 3),
                TIME.toEpochMilli(),
                "e9",
                TIME.toEpochMilli() - 1,
                List.of(new Membership(
                        3,
                        2,
                        Truth.UNKNOWN,
                        TIME.toEpochMilli() - 10,
                        List.of(new Membership.Flip(TIME.toEpochMilli() + 10, Truth.FALSE)),
                        TIME.toEpochMilli() + 20,
                        "no consent for marketing")),
                List.of(new CustomerView.OfferScore(1, 2.5f)),
                Map.of("birthday", new ProfileValue.Date(LocalDate.of(1980, 2, 29))),
                Map.of("marketing", true),
                Map.of("purchases", 34.0));
    }
}
