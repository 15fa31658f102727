package io.makolet.schemas;

import io.makolet.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.makolet.confluent.kafka.schemaregistry.ParsedSchema;
import io.makolet.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.makolet.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Registers the schemas of this build, so that jobs and servers never have to. It may be run again and again.
 *
 * <p>Every version of a schema must be able to read the data of every other. Some registries check that and some don't, so
 * it is checked here too, for all schemas before the first is registered.
 */
public final class SchemaBootstrap {

    private static final String FULL_TRANSITIVE = CompatibilityLevel.FULL_TRANSITIVE.name;

    private final RegistryClient client;
    private final Map<String, Schema> schemas;

    private SchemaBootstrap(RegistryClient client, Map<String, Schema> schemas) {
        this.client = client;
        this.schemas = schemas;
    }

    /**
     * Registers what is not registered yet.
     *
     * @param live fields that definitions in force rely on: {@link LiveField#of}
     * @return id of each schema by subject
     * @throws IncompatibleSchemaException if a schema can't follow its earlier versions, or lacks a live field
     * @throws RegistryUnavailableException if the registry gave no usable answer: try again later
     */
    public static Map<String, Integer> register(RegistryConfig config, Set<LiveField> live) {
        return register(config, RecordTypes.schemasBySubject(), live);
    }

    static Map<String, Integer> register(RegistryConfig config, Map<String, Schema> schemas, Set<LiveField> live) {
        try (RegistryClient client = new RegistryClient(config)) {
            SchemaBootstrap bootstrap = new SchemaBootstrap(client, schemas);
            bootstrap.requireCompatible(live);
            return bootstrap.registerAll();
        }
    }

    private void requireCompatible(Set<LiveField> live) {
        List<String> problems = new ArrayList<>();
        for (LiveField field : live) {
            String subject = field.topic().subject();
            Schema schema = schemas.get(subject);
            if (schema != null) {
                LiveFieldCheck.problem(field, schema).ifPresent(problem -> problems.add(subject + ": " + problem));
            }
        }
        schemas.forEach((subject, schema) -> problems.addAll(conflicts(subject, schema)));
        if (!problems.isEmpty()) {
            throw new IncompatibleSchemaException(problems);
        }
    }

    private List<String> conflicts(String subject, Schema schema) {
        List<String> conflicts = new ArrayList<>();
        for (int version : client.ask(c -> c.getAllVersions(subject)).orElse(List.of())) {
            Schema earlier = client.ask(c -> schemaOf(c, subject, version))
                    .map(RegistryClient::toAvro)
                    .orElseThrow();
            String pair = subject + ": version " + version + " and the new one: ";
            SchemaResolution.problems(schema, earlier)
                    .forEach(problem -> conflicts.add(pair + "the new one can't read the old: " + problem));
            SchemaResolution.problems(earlier, schema)
                    .forEach(problem -> conflicts.add(pair + "the old one can't read the new: " + problem));
        }
        return conflicts;
    }

    private static ParsedSchema schemaOf(CachedSchemaRegistryClient client, String subject, int version)
            throws IOException, RestClientException {
        return client.getSchemaById(client.getSchemaMetadata(subject, version).getId());
    }

    private Map<String, Integer> registerAll() {
        Map<String, Integer> ids = new LinkedHashMap<>();
        schemas.forEach((subject, schema) -> {
            // Before the first version, so that not even a second bootstrap at the same moment can slip one in.
            boolean guarded = requireFullTransitive(subject);
            ids.put(subject, register(subject, SchemaText.of(schema)));
            if (!guarded && !requireFullTransitive(subject)) {
                throw new IllegalStateException(
                        "registry has no subject " + subject + " right after it was registered");
            }
        });
        return ids;
    }

    /** False if the registry wants the subject to be there first. */
    private boolean requireFullTransitive(String subject) {
        try {
            return client.ask(c -> c.updateCompatibility(subject, FULL_TRANSITIVE))
                    .isPresent();
        } catch (RegistryUnavailableException e) {
            // Apicurio also answers so when another bootstrap sets it at the same moment.
            if (client.ask(c -> c.getCompatibility(subject)).equals(Optional.of(FULL_TRANSITIVE))) {
                return true;
            }
            throw e;
        }
    }

    private int register(String subject, String text) {
        Optional<Integer> known = client.ask(c -> c.getId(subject, RegistryClient.parse(text)));
        if (known.isPresent()) {
            return known.get();
        }
        try {
            return client.ask(c -> c.register(subject, RegistryClient.parse(text)))
                    .orElseThrow();
        } catch (RegistryUnavailableException e) {
            // "Conflict" also means that another bootstrap has just created the subject.
            return client.ask(c -> c.getId(subject, RegistryClient.parse(text))).orElseThrow(() -> refusal(subject, e));
        }
    }

    private static RuntimeException refusal(String subject, RegistryUnavailableException answer) {
        return answer.getCause() instanceof RestClientException e && e.getStatus() == 409
                ? new IncompatibleSchemaException(List.of(subject + ": " + e.getMessage()))
                : answer;
    }
}
