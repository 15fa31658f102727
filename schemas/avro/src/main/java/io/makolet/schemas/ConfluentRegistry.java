package io.makolet.schemas;

import io.makolet.confluent.kafka.schemaregistry.ParsedSchema;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A registry that speaks Confluent's API.
 *
 * <p>Ids never change their meaning, so what was looked up once is kept, also on disk where a directory is given: then a
 * dead registry stops nothing that is known, not even after a restart. Thread safe.
 */
public final class ConfluentRegistry implements SchemaRegistry, AutoCloseable {

    private record Registration(String subject, String text) {}

    private final RegistryClient client;
    private final @Nullable DiskCache disk;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, String> unusable = new ConcurrentHashMap<>();

    public ConfluentRegistry(RegistryConfig config) {
        client = new RegistryClient(config);
        String directory = config.cacheDirectory();
        disk = directory == null ? null : new DiskCache(Path.of(directory));
    }

    @Override
    public int idOf(String subject, Schema schema) {
        Registration registration = new Registration(subject, SchemaText.of(schema));
        Integer known = ids.get(registration);
        if (known != null) {
            return known;
        }
        int id = kept(cache -> cache.id(registration.subject(), registration.text()))
                .orElseGet(() -> askForId(registration));
        ids.put(registration, id);
        return id;
    }

    @Override
    public Schema schemaOf(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Schema schema = kept(cache -> cache.schema(id)).orElseGet(() -> askForSchema(id));
        schemas.put(id, schema);
        return schema;
    }

    private <T> Optional<T> kept(Function<DiskCache, Optional<T>> lookup) {
        return disk == null ? Optional.empty() : lookup.apply(disk);
    }

    private int askForId(Registration registration) {
        int id = client.ask(c -> c.getId(registration.subject(), RegistryClient.parse(registration.text())))
                .orElseThrow(() -> new UnknownSchemaException("no such schema under subject " + registration.subject()
                        + ", expected that schemas are bootstrapped: " + registration.text()));
        if (disk != null) {
            disk.putId(registration.subject(), registration.text(), id);
        }
        return id;
    }

    private Schema askForSchema(int id) {
        Schema schema = RegistryClient.toAvro(parsed(id));
        if (disk != null) {
            disk.putSchema(id, schema);
        }
        return schema;
    }

    private ParsedSchema parsed(int id) {
        String foreign = unusable.get(id);
        if (foreign != null) {
            throw unusable(id, foreign);
        }
        try {
            return client.ask(c -> c.getSchemaById(id))
                    .orElseThrow(
                            () -> new UnknownSchemaException("schema id " + id + ", expected one that is registered"));
        } catch (RegistryUnavailableException e) {
            // The client says the same of a schema that isn't Avro: then the registry does answer, if asked plainly.
            String type = client.typeOf(id).orElseThrow(() -> e);
            unusable.put(id, type);
            throw unusable(id, type);
        }
    }

    private static UnknownSchemaException unusable(int id, String type) {
        return new UnknownSchemaException("schema id " + id + " of type " + type + ", expected a sound Avro schema");
    }

    @Override
    public void close() {
        client.close();
    }
}
