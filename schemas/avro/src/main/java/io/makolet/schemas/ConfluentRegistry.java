package io.makolet.schemas;

import io.makolet.confluent.kafka.schemaregistry.ParsedSchema;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    public ConfluentRegistry(RegistryConfig config) {
        client = new RegistryClient(config);
        String directory = config.cacheDirectory();
        disk = directory == null ? null : new DiskCache(Path.of(directory));
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return ids.computeIfAbsent(new Registration(subject, SchemaText.of(schema)), this::findId);
    }

    @Override
    public Schema schemaOf(int id) {
        Schema known = schemas.get(id);
        return known != null ? known : schemas.computeIfAbsent(id, this::findSchema);
    }

    private int findId(Registration registration) {
        Optional<Integer> kept = disk == null ? Optional.empty() : disk.id(registration.subject(), registration.text());
        if (kept.isPresent()) {
            return kept.get();
        }
        int id = client.ask(c -> c.getId(registration.subject(), RegistryClient.parse(registration.text())))
                .orElseThrow(() -> new UnknownSchemaException("no such schema under subject " + registration.subject()
                        + ", expected that schemas are bootstrapped: " + registration.text()));
        if (disk != null) {
            disk.putId(registration.subject(), registration.text(), id);
        }
        return id;
    }

    private Schema findSchema(int id) {
        Optional<Schema> kept = disk == null ? Optional.empty() : disk.schema(id);
        if (kept.isPresent()) {
            return kept.get();
        }
        ParsedSchema parsed = client.ask(c -> c.getSchemaById(id))
                .orElseThrow(() -> new UnknownSchemaException("no schema with id " + id));
        Schema schema = RegistryClient.toAvro(parsed);
        if (disk != null) {
            disk.putSchema(id, schema);
        }
        return schema;
    }

    @Override
    public void close() {
        client.close();
    }
}
