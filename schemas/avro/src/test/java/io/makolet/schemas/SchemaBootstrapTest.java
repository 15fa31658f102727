package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.makolet.avro.CustomerView;
import io.makolet.avro.Purchase;
import io.makolet.domain.event.FieldType;
import io.makolet.schemas.registry.ApicurioProcess;
import io.makolet.schemas.registry.RealRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealRegistry.class)
class SchemaBootstrapTest {

    private static final String SUBJECT = Topic.PURCHASES.subject();

    private final RegistryConfig config;

    SchemaBootstrapTest(ApicurioProcess apicurio) {
        config = RegistryConfig.of(apicurio.url());
    }

    @BeforeAll
    static void bootstrap(ApicurioProcess apicurio) {
        assertThat(SchemaBootstrap.register(RegistryConfig.of(apicurio.url()), Set.of()))
                .isNotEmpty();
    }

    @Test
    void registersEverySchemaOnce() {
        Map<String, Integer> first = SchemaBootstrap.register(config, Set.of());
        Map<String, Integer> again = SchemaBootstrap.register(config, Set.of());

        assertThat(again).isEqualTo(first);
        assertThat(first)
                .containsOnlyKeys(
                        "makolet.clickstream-value",
                        "makolet.engagement-value",
                        "makolet.purchases-value",
                        "makolet.profiles-value",
                        "makolet.commands-value",
                        "makolet.products-value",
                        "makolet.erasures-value",
                        "makolet.definitions-value",
                        "makolet.customer-views-value",
                        "makolet.segment-transitions-value",
                        "makolet.dead-letters-value",
                        "makolet.explanations-value",
                        "io.makolet.avro.Heartbeat",
                        "io.makolet.avro.ViewProgress",
                        "io.makolet.avro.Backfill");
        assertThat(first.values())
                .allSatisfy(id -> assertThat(
                                new ConfluentRegistry(config).schemaOf(id).toString())
                        .as("without notes for Java")
                        .doesNotContain("avro.java"));
    }

    @Test
    void holdsTheRegistryToFullTransitiveCompatibility() {
        try (RegistryClient client = new RegistryClient(config)) {
            assertThat(client.ask(c -> c.getCompatibility(SUBJECT))).contains("FULL_TRANSITIVE");
            assertThatThrownBy(() -> client.ask(c -> c.register(SUBJECT, RegistryClient.parse(changedType()))))
                    .hasMessageContaining("Incompatible");
        }
    }

    @Test
    void acceptsACompatibleEvolution() {
        String subject = "evolving-value";
        String first = SchemaText.of(CustomerView.getClassSchema());
        String withField = first.replace(
                "{\"name\":\"as_of\"", "{\"name\":\"mood\",\"type\":\"string\",\"default\":\"\"},{\"name\":\"as_of\"");
        String withSymbol = withField.replace("\"PLACE\"]", "\"PLACE\",\"COLOUR\"]");
        Set<Integer> ids = new HashSet<>();
        for (String version : List.of(first, withField, withSymbol)) {
            Map<String, Schema> schemas = schemasWith(subject, version);

            Map<String, Integer> registered = SchemaBootstrap.register(config, schemas, Set.of());

            ids.addAll(registered.values());
            assertThat(SchemaBootstrap.register(config, schemas, Set.of())).isEqualTo(registered);
        }
        assertThat(ids).hasSize(3);
    }

    @Test
    void refusesWhatBreaksAnOlderVersionAndRegistersNothing() {
        Map<String, Schema> schemas = schemasWith(SUBJECT, changedType());
        schemas.put("innocent-value", Purchase.getClassSchema());

        IncompatibleSchemaException refusal = catchThrowableOfType(
                IncompatibleSchemaException.class, () -> SchemaBootstrap.register(config, schemas, Set.of()));

        assertThat(refusal.problems())
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith(
                                "makolet.purchases-value: version 1 and the new one: the new one can't read the old: ")
                        .contains("/fields/3/type/fields/0/type", "LONG", "STRING"));
        try (RegistryClient client = new RegistryClient(config)) {
            assertThat(client.ask(c -> c.getAllVersions("innocent-value"))).isEmpty();
        }
    }

    @Test
    void refusesAnotherUnitOfTime() {
        String micros = text().replace("timestamp-millis", "timestamp-micros");

        IncompatibleSchemaException refusal = catchThrowableOfType(
                IncompatibleSchemaException.class,
                () -> SchemaBootstrap.register(config, schemasWith(SUBJECT, micros), Set.of()));

        assertThat(refusal)
                .hasMessageContaining("/header/event_time: logical type timestamp-millis, expected timestamp-micros");
    }

    @Test
    void refusesToDropAFieldThatALiveDefinitionUses() {
        Map<String, Schema> without = schemasWith(SUBJECT, withoutField("channel"));
        LiveField channel = new LiveField(Topic.PURCHASES, "channel", FieldType.TEXT);

        IncompatibleSchemaException refusal = catchThrowableOfType(
                IncompatibleSchemaException.class, () -> SchemaBootstrap.register(config, without, Set.of(channel)));

        assertThat(refusal.problems())
                .containsExactly(
                        "makolet.purchases-value: field 'channel', which a definition in force uses as channel,"
                                + " is missing");
    }

    @Test
    void refusesToChangeTheTypeOfAFieldThatALiveDefinitionUses() {
        UnaryOperator<String> broken = schema -> schema.replace(
                "{\"name\":\"units\",\"type\":[\"null\",\"long\"]",
                "{\"name\":\"units\",\"type\":[\"null\",\"string\"]");
        LiveField units = new LiveField(Topic.PURCHASES, "units", FieldType.LONG);

        IncompatibleSchemaException refusal = catchThrowableOfType(
                IncompatibleSchemaException.class,
                () -> SchemaBootstrap.register(
                        config, new LinkedHashMap<>(Map.of(SUBJECT, parse(broken.apply(text())))), Set.of(units)));

        assertThat(refusal.problems())
                .contains("makolet.purchases-value: field 'units', which a definition in force uses as units, is"
                        + " \"string\", expected LONG");
    }

    @Test
    void letsTwoBootstrapsRunAtOnce() throws Exception {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            schemas.put("race-" + i + "-value", parse(text().replace("An order, or", "Order " + i + ", or")));
        }
        List<Map<String, Integer>> results = new ArrayList<>();
        List<java.util.concurrent.Callable<Map<String, Integer>>> both = List.of(
                () -> SchemaBootstrap.register(config, schemas, Set.of()),
                () -> SchemaBootstrap.register(config, schemas, Set.of()));
        var pool = java.util.concurrent.Executors.newFixedThreadPool(2);
        try {
            for (var future : pool.invokeAll(both)) {
                results.add(future.get());
            }
        } finally {
            pool.shutdown();
        }

        assertThat(results.get(0)).isEqualTo(results.get(1)).hasSize(10);
    }

    private static String text() {
        return SchemaText.of(Purchase.getClassSchema());
    }

    private static String changedType() {
        return text().replace("{\"name\":\"micros\",\"type\":\"long\"", "{\"name\":\"micros\",\"type\":\"string\"");
    }

    private static String withoutField(String name) {
        Schema purchase = parse(text());
        List<Schema.Field> rest = purchase.getFields().stream()
                .filter(field -> !field.name().equals(name))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord(purchase.getName(), purchase.getDoc(), purchase.getNamespace(), false, rest)
                .toString();
    }

    private static Map<String, Schema> schemasWith(String subject, String text) {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        schemas.put(subject, parse(text));
        return schemas;
    }

    private static Schema parse(String text) {
        return new Schema.Parser().parse(text);
    }
}
