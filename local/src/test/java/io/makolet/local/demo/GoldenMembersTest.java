package io.makolet.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.event.Event;
import io.makolet.local.replay.mapping.BrokenRow;
import io.makolet.local.replay.mapping.EventFile;
import io.makolet.local.replay.mapping.Mapping;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden numbers, the data, its mapping and an obvious evaluation of the segments agree. */
class GoldenMembersTest {

    private static final Path EXAMPLE = Path.of("../examples/online-retail");
    private static final List<BrokenRow> BROKEN = new ArrayList<>();
    private static final List<Event> EVENTS = new ArrayList<>();

    /** Orders of one customer up to an instant. */
    private record History(Instant asOf, List<Event> events) {

        Stream<Event> purchases() {
            return events.stream().filter(event -> event.type().equals("purchase"));
        }

        Predicate<Event> within(int days) {
            return event -> event.time() > asOf.minus(Duration.ofDays(days)).toEpochMilli();
        }

        boolean isMemberOf(String segment) {
            return switch (segment.substring(0, 2)) {
                case "S1" -> purchases().filter(within(30)).count() >= 2;
                case "S2" -> purchases().findAny().isPresent() && purchases().allMatch(olderThan(90));
                case "S3" -> sum(purchases().filter(within(90))) >= 1_000_000_000L;
                case "S4" -> purchases().findFirst().filter(within(30)).isPresent();
                case "S5" -> purchases().count() == 1 && purchases().allMatch(olderThan(60));
                case "S6" -> purchases().anyMatch(within(60)) && cancels().anyMatch(within(60));
                case "S7" ->
                    cancels()
                            .anyMatch(cancel -> purchases().anyMatch(before -> before.time() < cancel.time())
                                    && purchases().anyMatch(after -> after.time() > cancel.time()));
                case "S8" ->
                    purchases().anyMatch(within(30))
                            && purchases().filter(within(180)).count() >= 5
                            && sum(Stream.concat(purchases(), cancels()).filter(within(180))) >= 1_500_000_000L;
                default -> throw new IllegalArgumentException(segment);
            };
        }

        private Stream<Event> cancels() {
            return events.stream().filter(event -> event.type().equals("cancel"));
        }

        private static long sum(Stream<Event> orders) {
            return orders.mapToLong(event -> (Long) Objects.requireNonNull(event.value("amount")))
                    .sum();
        }

        private Predicate<Event> olderThan(int days) {
            return event -> event.time() <= asOf.minus(Duration.ofDays(days)).toEpochMilli();
        }
    }

    @BeforeAll
    static void readTheYear() throws Exception {
        EventFile file =
                EventFile.open(EXAMPLE.resolve("data/orders.csv.gz"), Mapping.load(EXAMPLE.resolve("mapping.yaml")));
        try (EventFile.Events events = file.read(Long.MAX_VALUE, BROKEN::add)) {
            for (Event event = events.next(); event != null; event = events.next()) {
                EVENTS.add(event);
            }
        }
    }

    static List<GoldenMembers> all() {
        return GoldenMembers.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void agreesWithAnObviousEvaluationOfTheData(GoldenMembers golden) {
        Map<String, List<Event>> byCustomer = new HashMap<>();
        for (Event event : EVENTS) {
            if (event.time() <= golden.asOf().toEpochMilli()) {
                byCustomer
                        .computeIfAbsent(event.customerId(), id -> new ArrayList<>())
                        .add(event);
            }
        }

        List<String> members = byCustomer.entrySet().stream()
                .filter(entry -> new History(golden.asOf(), entry.getValue()).isMemberOf(golden.segment()))
                .map(Map.Entry::getKey)
                .toList();

        assertThat(BROKEN).isEmpty();
        assertThat(members).hasSize(golden.members());
        assertThat(golden.matches(members)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("all")
    void seesTheDifferenceOfOneMember(GoldenMembers golden) {
        assertThat(golden.matches(List.of("17850"))).isFalse();
    }
}
