package io.makolet.local.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory this process and its children had at most, as Linux counts it. */
final class PeakMemory {

    private static final String PEAK = "VmHWM:";

    private PeakMemory() {}

    /** Sum of what each of the processes that live now had resident at its own worst moment, MiB. */
    static long mebibytes() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().descendants()) {
            return Stream.concat(Stream.of(ProcessHandle.current()), children)
                            .mapToLong(process -> kibibytes(process.pid()))
                            .sum()
                    / 1024;
        }
    }

    private static long kibibytes(long process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process), "status"))) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            // It ended meanwhile.
            return 0;
        }
    }
}
