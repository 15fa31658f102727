package io.makolet.schemas;

import io.makolet.confluent.kafka.schemaregistry.ParsedSchema;
import io.makolet.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.makolet.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.makolet.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.makolet.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.makolet.confluent.kafka.schemaregistry.client.rest.RestService;
import io.makolet.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;

/** Confluent's client, its answers sorted into "yes", "there is none" and "no usable answer". Thread safe. */
final class RegistryClient implements AutoCloseable {

    private static final int CAPACITY = 10_000;

    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int VERSION_NOT_FOUND = 40402;
    private static final int SCHEMA_NOT_FOUND = 40403;

    /** So that a registry that hangs doesn't hang us, and a topic full of one unknown id doesn't flood the registry. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS, 2_000,
            SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS, 5_000,
            SchemaRegistryClientConfig.MISSING_ID_CACHE_TTL_CONFIG, 10L);

    /** A question to the registry. */
    interface Call<T> {
        T ask(CachedSchemaRegistryClient client) throws IOException, RestClientException;
    }

    private final String url;
    private final RestService rest;
    private final CachedSchemaRegistryClient client;

    RegistryClient(RegistryConfig config) {
        url = config.url();
        Map<String, Object> properties = new HashMap<>(DEFAULTS);
        properties.putAll(config.properties());
        rest = new RestService(List.of(url.split(",")));
        client =
                new CachedSchemaRegistryClient(rest, CAPACITY, List.of(new AvroSchemaProvider()), properties, Map.of());
    }

    /**
     * The registry's answer; empty if it says that there is no such subject, version or schema.
     *
     * @throws RegistryUnavailableException if there is no usable answer
     */
    <T> Optional<T> ask(Call<T> call) {
        try {
            return Optional.of(call.ask(client));
        } catch (RestClientException e) {
            // Any other "not found" comes from something that is no registry, such as a wrong address.
            return switch (e.getErrorCode()) {
                case SUBJECT_NOT_FOUND, VERSION_NOT_FOUND, SCHEMA_NOT_FOUND -> Optional.empty();
                default -> throw unavailable(e);
            };
        } catch (IOException | RuntimeException e) {
            throw unavailable(e);
        }
    }

    /** Type of the schema with an id, whatever it is; empty or refused as {@link #ask}. */
    Optional<String> typeOf(int id) {
        return ask(c -> Objects.requireNonNullElse(rest.getId(id).getSchemaType(), "AVRO"));
    }

    private RegistryUnavailableException unavailable(Exception cause) {
        return new RegistryUnavailableException(
                "schema registry at " + url + " gave no usable answer: " + cause.getMessage(), cause);
    }

    /** A schema's text as the client takes it. */
    static AvroSchema parse(String text) {
        return new AvroSchema(text);
    }

    /** A schema of the registry, with what it refers to written out. */
    static Schema toAvro(ParsedSchema parsed) {
        return new Schema.Parser().parse(((AvroSchema) parsed).rawSchema().toString());
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
