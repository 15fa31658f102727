package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Drafts;
import io.makolet.domain.definition.Definition;
import io.makolet.schemas.RegistryConfig;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.SegmentMembership;
import io.makolet.v1.TrackRequest;
import io.makolet.v1.TrackResponse;
import io.makolet.v1.TrackedEvent;
import io.makolet.v1.Truth;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A definition from its publication to its end and back, on a running system that is started again in between. */
class LifeCycleIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WITHDRAWALS = 9;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aSegmentIsPublishedChangedRetiredAndBroughtBack() throws Exception {
        Path home = folder.resolve("home");
        try (LocalSystem system = start(home)) {
            publish(home, segment("buyers", ">= 1"), refers("loyal", "buyers"));
            LocalSystemIT.buy(system, "order-1");
            awaitMembership(system, "buyers", m -> m.getValue() == Truth.TRUE);
            awaitStatus(home, "buyers", "live");
            dryRunIsComparedWithWhatIsLive(home);

            assertThat(run(home, "retire", "buyers"))
                    .isEqualTo("2 makolet: segment buyers can't be retired: the live segment loyal refers to segment"
                            + " buyers, expected that it is live");
            assertThat(run(home, "retire", "loyal")).isEqualTo("0 retired segment loyal with version 2");
            awaitNoMembership(system, "loyal");
            onlyOneWrites(home, system);
            withdrawnConsentCountsWithinASecond(system, home);
        }
        try (LocalSystem system = start(home)) {
            awaitMembership(system, "buyers", m -> m.getValue() == Truth.TRUE);
            publish(home, segment("buyers", ">= 2"));
            awaitMembership(system, "buyers", m -> m.getValue() == Truth.FALSE);
            assertThat(run(home, "rollback", "buyers")).isEqualTo("0 published segment buyers as version 3");
            awaitMembership(system, "buyers", m -> m.getValue() == Truth.TRUE && m.getVersion() == 3);
            assertThat(run(home, "rollback", "loyal", "--to", "1")).isEqualTo("0 published segment loyal as version 3");
            awaitMembership(system, "loyal", m -> m.getValue() == Truth.TRUE && m.getVersion() == 3);
            awaitStatus(home, "loyal", "live");
        }
    }

    /** The folder says something else of buyers, and nothing of loyal, which refers to it and stays. */
    private void dryRunIsComparedWithWhatIsLive(Path home) throws Exception {
        Path tried = Files.createDirectory(folder.resolve("tried"));
        Files.writeString(tried.resolve("segments.yaml"), segment("buyers", ">= 2"));
        Path events = Files.writeString(
                folder.resolve("events.csv"), "who,at,id,micros\nc1,2026-01-01T00:00:00Z,o1,5000000\n");

        String answer = run(
                home,
                "dry-run",
                tried.toString(),
                "--against",
                "live",
                "--mapping",
                "src/test/resources/orders-mapping.yaml",
                "--events",
                events.toString(),
                "--as-of",
                "2026-01-02",
                "--json");

        assertThat(answer).startsWith("0 ");
        JsonNode segments = new ObjectMapper()
                .readTree(answer.substring(2))
                .path("against")
                .path(0)
                .path("segments");
        assertThat(segments.findValuesAsText("segment")).containsExactly("buyers", "loyal");
        assertThat(segments.findValuesAsText("change")).containsExactly("changed", "unchanged");
        assertThat(segments.findValuesAsText("leaving")).containsExactly("1", "1");
        assertThat(status(home, "buyers")).as("nothing is published").isEqualTo("live");
    }

    /** Of two who began, the one who began last. */
    private static void onlyOneWrites(Path home, LocalSystem system) throws Exception {
        String kafka = system.endpoints().kafka();
        RegistryConfig schemas = RegistryConfig.of(system.endpoints().registry());
        try (DefinitionWriter first = new DefinitionWriter(kafka, schemas)) {
            DefinitionLog seen = DefinitionLog.read(kafka, schemas);
            Definition next = LifeCycle.retire(seen, "buyers", System.currentTimeMillis());
            try (DefinitionWriter second = new DefinitionWriter(kafka, schemas)) {
                assertThatThrownBy(() -> first.write(List.of(next), seen, List.of()))
                        .isInstanceOf(Failure.class)
                        .hasMessageContaining("somebody else began to publish meanwhile");
                second.write(List.of(), seen, List.of());
            }
        }
        assertThat(DefinitionLog.read(kafka, schemas).find("segment/buyers"))
                .hasValueSatisfying(live -> assertThat(live.status()).isEqualTo(Definition.Status.LIVE));
        assertThat(status(home, "buyers")).isEqualTo("live");
    }

    /** From when a site sends it until a read shows it. */
    private void withdrawnConsentCountsWithinASecond(LocalSystem system, Path home) throws Exception {
        publish(home, "purpose: mail\n" + segment("mailed", ">= 1"));
        List<Long> tookMillis = new ArrayList<>();
        for (int i = 0; i < WITHDRAWALS; i++) {
            consent(system, "granted-" + i, true);
            awaitMembership(system, "mailed", m -> m.getValue() == Truth.TRUE);
            long begin = System.nanoTime();
            consent(system, "withdrawn-" + i, false);
            awaitMembership(
                    system,
                    "mailed",
                    m -> m.getValue() == Truth.UNKNOWN && m.getReason().equals("no consent for mail"));
            tookMillis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        }
        Collections.sort(tookMillis);
        System.out.println("withdrawn consent was seen after " + tookMillis + " ms");
        assertThat(tookMillis.get(WITHDRAWALS / 2)).as("%s ms", tookMillis).isLessThan(1_000);
    }

    private static void consent(LocalSystem system, String id, boolean granted) {
        try (ServingClient client = new ServingClient(system.endpoints().grpc())) {
            TrackResponse answer = client.ingest()
                    .track(TrackRequest.newBuilder()
                            .addEvents(TrackedEvent.newBuilder()
                                    .setId(id)
                                    .setCustomerId("customer-1")
                                    .setType("profile_update")
                                    .putConsent("mail", granted))
                            .build());
            assertThat(answer.getAccepted()).as(answer.toString()).isEqualTo(1);
        }
    }

    private static LocalSystem start(Path home) throws Exception {
        return LocalSystem.start(LocalConfig.in(home).withPorts(Ports.free()), new Progress() {
            @Override
            public void ready(String part, String address, Duration sinceStart) {}

            @Override
            public void stopped(String part) {}

            @Override
            public void notice(String part, String message) {}
        });
    }

    private void publish(Path home, String... documents) throws Exception {
        Path definitions = Files.createTempDirectory(folder, "definitions");
        Files.writeString(definitions.resolve("segments.yaml"), String.join("---\n", documents));
        Publishing.into(home).publish(definitions, (Drafts) DefinitionFiles.load(definitions));
    }

    private static String run(Path home, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--home";
        all[words.length + 1] = home.toString();
        int exit = Makolet.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
        return exit + " " + (exit == 0 ? out : err).toString().strip();
    }

    private static void awaitStatus(Path home, String id, String expected) throws Exception {
        assertThat(Patience.of(PATIENCE).until(() -> status(home, id).equals(expected)))
                .as("%s becomes %s", id, expected)
                .isTrue();
    }

    private static String status(Path home, String id) throws Exception {
        for (JsonNode d : new ObjectMapper()
                .readTree(run(home, "list", "--json").substring(2))
                .path("definitions")) {
            if (d.path("id").asText().equals(id)) {
                return d.path("status").asText();
            }
        }
        return "missing";
    }

    private static void awaitMembership(LocalSystem system, String id, Predicate<SegmentMembership> expected)
            throws Exception {
        await(system, id, found -> found.filter(expected).isPresent());
    }

    private static void awaitNoMembership(LocalSystem system, String id) throws Exception {
        await(system, id, Optional::isEmpty);
    }

    private static void await(LocalSystem system, String id, Predicate<Optional<SegmentMembership>> expected)
            throws Exception {
        try (ServingClient client = new ServingClient(system.endpoints().grpc())) {
            Customer[] last = new Customer[1];
            boolean shown = Patience.of(PATIENCE).until(() -> {
                last[0] = client.personalization()
                        .getCustomer(GetCustomerRequest.newBuilder()
                                .setCustomerId("customer-1")
                                .build());
                return last[0].getKnown()
                        && expected.test(last[0].getSegmentsList().stream()
                                .filter(m -> m.getId().equals(id))
                                .findFirst());
            });
            assertThat(shown).as("%s of %s", id, last[0]).isTrue();
        }
    }

    private static String segment(String id, String threshold) {
        return """
                kind: Segment
                id: %s
                owner: me@shop
                title: Title
                when:
                  aggregate: {event: purchase, fn: count, over: 30d, is: "%s"}
                """.formatted(id, threshold);
    }

    private static String refers(String id, String other) {
        return """
                kind: Segment
                id: %s
                owner: me@shop
                title: Title
                when: {in: %s}
                """.formatted(id, other);
    }
}
