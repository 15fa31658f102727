package io.makolet.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes the bytes of a release: the directory it is given gets each record's schema, values of it, and what they say.
 * Run it once per release, with a new directory under {@code src/test/resources/released} and the names of the records
 * that changed, and never touch the old ones.
 */
final class ReleaseRecorder {

    /** Schema id in the recorded values. */
    static final int SCHEMA_ID = 1;

    private ReleaseRecorder() {}

    public static void main(String[] args) throws IOException {
        Path directory = Files.createDirectories(Path.of(args[0]));
        List<String> changed = Arrays.asList(args).subList(1, args.length);
        Map<String, Integer> counts = new HashMap<>();
        for (SpecificRecord sample : Samples.all()) {
            String name = sample.getSchema().getName();
            if (!changed.contains(name)) {
                continue;
            }
            String numbered = name + "-" + counts.merge(name, 1, Integer::sum);
            Files.writeString(directory.resolve(name + ".avsc"), SchemaText.of(sample.getSchema()) + "\n");
            Files.write(directory.resolve(numbered + ".bin"), GenericWire.writeSpecific(SCHEMA_ID, sample));
            Files.writeString(directory.resolve(numbered + ".json"), sample + "\n");
        }
    }
}
