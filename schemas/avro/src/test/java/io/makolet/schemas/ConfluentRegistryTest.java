package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.makolet.avro.Clickstream;
import io.makolet.avro.Heartbeat;
import io.makolet.avro.Purchase;
import io.makolet.schemas.PoisonException.Reason;
import io.makolet.schemas.registry.ApicurioProcess;
import io.makolet.schemas.registry.RealRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealRegistry.class)
class ConfluentRegistryTest {

    private static final String NOWHERE = "http://127.0.0.1:1";

    private final RegistryConfig config;

    @TempDir
    Path directory = Path.of("unset");

    ConfluentRegistryTest(ApicurioProcess apicurio) {
        config = RegistryConfig.of(apicurio.url());
    }

    @BeforeAll
    static void bootstrap(ApicurioProcess apicurio) {
        assertThat(SchemaBootstrap.register(RegistryConfig.of(apicurio.url()), Set.of()))
                .isNotEmpty();
    }

    @Test
    void findsWhatIsRegistered() {
        ConfluentRegistry registry = new ConfluentRegistry(config);

        int id = registry.idOf(Topic.PURCHASES.subject(), Purchase.getClassSchema());

        assertThat(SchemaText.of(registry.schemaOf(id))).isEqualTo(SchemaText.of(Purchase.getClassSchema()));
    }

    @Test
    void neverRegistersWhatItIsAskedFor() {
        ConfluentRegistry registry = new ConfluentRegistry(config);
        Schema unknown =
                SchemaBuilder.record("Unknown").fields().requiredInt("n").endRecord();

        for (String subject : new String[] {"never-value", Topic.PURCHASES.subject()}) {
            assertThatThrownBy(() -> registry.idOf(subject, unknown))
                    .isInstanceOf(UnknownSchemaException.class)
                    .hasMessageContaining("no such schema under subject " + subject);
            assertThatThrownBy(() -> registry.idOf(subject, unknown)).isInstanceOf(UnknownSchemaException.class);
        }
    }

    @Test
    void saysPoisonOfAnIdThatTheRegistryDoesNotKnow() {
        byte[] value = new Writers(new ConfluentRegistry(config)).write(new RandomRecords(1).event());
        WireFormat.putHeader(value, 987_654);

        PoisonException poison = RecordReaderTest.refused(new RecordReader(new ConfluentRegistry(config)), value);

        assertThat(poison.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(poison.schemaId()).isEqualTo(987_654);
    }

    @Test
    void saysPoisonOfASchemaThatIsNotAvro() throws Exception {
        int id = registerProtobufSchema();
        byte[] value = new Writers(new ConfluentRegistry(config)).write(new RandomRecords(1).event());
        WireFormat.putHeader(value, id);
        RecordReader reader = new RecordReader(new ConfluentRegistry(config));

        for (int i = 0; i < 2; i++) {
            PoisonException poison = RecordReaderTest.refused(reader, value);

            assertThat(poison.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
            assertThat(poison).hasMessage("schema id " + id + " of type PROTOBUF, expected a sound Avro schema");
        }
    }

    @Test
    void neverSaysPoisonBecauseOfAWrongAddress() {
        ConfluentRegistry registry =
                new ConfluentRegistry(RegistryConfig.of(config.url().replace("v7", "v0")));

        assertThatThrownBy(() -> registry.schemaOf(1)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void readsWhatIsKnownWhileTheRegistryIsDown() throws IOException, PoisonException {
        Path data = directory.resolve("registry");
        RandomRecords records = new RandomRecords(2);
        Clickstream click = records.clickstream();
        Purchase purchase = records.purchase();
        ConfluentRegistry registry;
        RecordReader reader;
        byte[] clickValue;
        byte[] purchaseValue;
        try (ApicurioProcess apicurio = ApicurioProcess.start(
                RealRegistry.INSTALLATION, data, directory.resolve("log"), RealRegistry.freePort())) {
            RegistryConfig own = RegistryConfig.of(apicurio.url());
            SchemaBootstrap.register(own, Set.of());
            Writers writers = new Writers(new ConfluentRegistry(own));
            clickValue = writers.write(click);
            purchaseValue = writers.write(purchase);
            registry = new ConfluentRegistry(own);
            reader = new RecordReader(registry);
            assertThat(reader.read(clickValue)).hasToString(click.toString());
        }

        assertThat(reader.read(clickValue)).hasToString(click.toString());
        assertThatThrownBy(() -> reader.read(purchaseValue)).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> RecordWriter.ofHeartbeats(registry)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void worksFromItsCacheInANewProcessWhileTheRegistryIsDown() throws PoisonException {
        RandomRecords records = new RandomRecords(3);
        Clickstream click = records.clickstream();
        ConfluentRegistry before = new ConfluentRegistry(config.withCache(directory));
        byte[] value = new Writers(before).write(click);
        assertThat(new RecordReader(before).read(value)).hasToString(click.toString());

        ConfluentRegistry after =
                new ConfluentRegistry(RegistryConfig.of(NOWHERE).withCache(directory));

        assertThat(new RecordReader(after).read(value)).hasToString(click.toString());
        assertThat(new EventTimePeek(after).eventTime(value))
                .isEqualTo(click.getHeader().getEventTime().toEpochMilli());
        assertThat(new Writers(after).write(click)).isEqualTo(value);
        assertThatThrownBy(() -> after.idOf(Heartbeat.class.getName(), Heartbeat.getClassSchema()))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void asksAgainWhenItsCacheIsDamaged() throws IOException {
        ConfluentRegistry before = new ConfluentRegistry(config.withCache(directory));
        int id = before.idOf(Topic.PURCHASES.subject(), Purchase.getClassSchema());
        Schema schema = before.schemaOf(id);
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, "{\"type\":\"rec");
            }
        }

        ConfluentRegistry after = new ConfluentRegistry(config.withCache(directory));

        assertThat(after.idOf(Topic.PURCHASES.subject(), Purchase.getClassSchema()))
                .isEqualTo(id);
        assertThat(after.schemaOf(id)).isEqualTo(schema);
        ConfluentRegistry repaired =
                new ConfluentRegistry(RegistryConfig.of(NOWHERE).withCache(directory));
        assertThat(repaired.schemaOf(id)).isEqualTo(schema);
    }

    @Test
    void worksWithoutACacheThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        ConfluentRegistry registry = new ConfluentRegistry(config.withCache(file));

        int id = registry.idOf(Topic.PURCHASES.subject(), Purchase.getClassSchema());

        assertThat(registry.schemaOf(id).getFullName()).isEqualTo(Purchase.class.getName());
    }

    @Test
    void saysUnavailableOfARegistryThatHangs() throws IOException {
        try (var silent = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            ConfluentRegistry registry =
                    new ConfluentRegistry(RegistryConfig.of("http://127.0.0.1:" + silent.getLocalPort())
                            .withProperties(java.util.Map.of("http.read.timeout.ms", "200")));

            RegistryUnavailableException thrown =
                    catchThrowableOfType(RegistryUnavailableException.class, () -> registry.schemaOf(1));

            assertThat(thrown)
                    .hasMessageContaining("gave no usable answer")
                    .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    private int registerProtobufSchema() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(config.url() + "/subjects/protobuf-value/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\"; message A { int32 n = 1; }\"}"))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(answer).matches("\\{\"id\":\\d+}");
        return Integer.parseInt(answer.replaceAll("\\D", ""));
    }
}
