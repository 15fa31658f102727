package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.makolet.avro.CustomerView;
import io.makolet.avro.Definition;
import io.makolet.avro.SegmentTransition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was written by a released version is still read, and says what it said. */
class ReleasedBytesTest {

    private static final Path RELEASED = Path.of("src", "test", "resources", "released");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> values() throws IOException {
        return files(".bin");
    }

    static List<Path> schemas() throws IOException {
        return files(".avsc");
    }

    @ParameterizedTest
    @MethodSource("values")
    void stillReads(Path value) throws Exception {
        Path schema = value.resolveSibling(value.getFileName().toString().replaceAll("-\\d+\\.bin$", ".avsc"));
        RecordReader reader = new RecordReader(new FixedRegistry()
                .with(ReleaseRecorder.SCHEMA_ID, new Schema.Parser().parse(Files.readString(schema))));

        SpecificRecord record = reader.read(Files.readAllBytes(value));

        JsonNode expected = JSON.readTree(Files.readString(
                value.resolveSibling(value.getFileName().toString().replace(".bin", ".json"))));
        assertSaysAll(expected, JSON.readTree(record.toString()), "$");
        assertThat(map(record)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void canBeFollowedByTodaysSchema(Path released) throws IOException {
        Schema then = new Schema.Parser().parse(Files.readString(released));
        Schema now = RecordTypes.schemaNamed(then.getFullName());

        assertThat(SchemaResolution.problems(now, then))
                .as("today reads what was written then")
                .isEmpty();
        assertThat(SchemaResolution.problems(then, now))
                .as("then reads what is written today")
                .isEmpty();
    }

    @Test
    void holdsEveryRecord() throws IOException {
        assertThat(schemas().stream().map(file -> file.getFileName().toString().replace(".avsc", "")))
                .containsAll(RecordTypes.schemasBySubject().values().stream()
                        .map(Schema::getName)
                        .collect(Collectors.toSet()));
    }

    /** Fields that came later may be there too. */
    private static void assertSaysAll(JsonNode expected, JsonNode actual, String path) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(field ->
                            assertSaysAll(field.getValue(), actual.path(field.getKey()), path + "." + field.getKey()));
        } else if (expected.isArray()) {
            assertThat(actual.size()).as(path).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertSaysAll(expected.get(i), actual.path(i), path + "[" + i + "]");
            }
        } else {
            assertThat(actual).as(path).isEqualTo(expected);
        }
    }

    private static Object map(SpecificRecord record) throws PoisonException {
        if (EventMapping.headerOf(record) != null) {
            return EventMapping.toDomain("c1", 0, record);
        }
        if (record instanceof Definition definition) {
            return DefinitionMapping.toDomain(definition);
        }
        if (record instanceof CustomerView view) {
            return ViewMapping.toDomain(view);
        }
        return record instanceof SegmentTransition transition
                ? TransitionMapping.toDomain(transition)
                : SpecificData.get().deepCopy(record.getSchema(), record);
    }

    private static List<Path> files(String extension) throws IOException {
        try (Stream<Path> files = Files.walk(RELEASED)) {
            return files.filter(file -> file.toString().endsWith(extension))
                    .sorted()
                    .toList();
        }
    }
}
