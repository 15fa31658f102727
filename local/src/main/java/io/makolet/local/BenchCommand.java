package io.makolet.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code makolet bench}: one measurement, with its peer. */
@Command(name = "bench", description = "Runs one benchmark.")
final class BenchCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw new Failure("no benchmarks yet");
    }
}
