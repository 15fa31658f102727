package io.makolet.local;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job's retained checkpoints and the savepoints of its clean stops, on disk. Flink does not look for them itself.
 *
 * @param root folder that Flink writes checkpoints to
 */
record Checkpoints(Path root) {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final String METADATA = "_metadata";

    /**
     * How a clean stop is written. From a native savepoint Flink drops the timers, without a word, where they are or were on
     * the heap; from a canonical one they come back wherever they go.
     */
    static final SavepointFormatType STOP_FORMAT = SavepointFormatType.CANONICAL;

    /**
     * A complete checkpoint.
     *
     * @param id counts up over the job's whole life
     */
    record Found(long id, Path folder) {}

    /** Folder of the savepoints of clean stops. */
    Path stops() {
        return root.resolve("stops");
    }

    /** The newest complete checkpoint or savepoint of a job; one that cannot be read is passed over. */
    Optional<Found> newest(JobID job) throws IOException {
        List<Found> found = new ArrayList<>();
        for (Path folder : candidates(job)) {
            read(folder).ifPresent(found::add);
        }
        return found.stream().max(Comparator.comparingLong(Found::id));
    }

    /** Removes what a killed process left: older checkpoints, unfinished ones, and shared files that nobody refers to. */
    void sweep(JobID job, Optional<Found> kept) throws IOException {
        for (Path folder : candidates(job)) {
            if (kept.isEmpty() || !folder.equals(kept.get().folder())) {
                Folders.delete(folder);
            }
        }
        // State files have unique names, and metadata names each file that it needs.
        String metadata = kept.isEmpty()
                ? ""
                : Files.readString(kept.get().folder().resolve(METADATA), StandardCharsets.ISO_8859_1);
        for (Path file : list(root.resolve(job.toHexString()).resolve("shared"))) {
            if (!metadata.contains(file.getFileName().toString())) {
                Files.delete(file);
            }
        }
    }

    private List<Path> candidates(JobID job) throws IOException {
        List<Path> folders = new ArrayList<>(list(stops()));
        for (Path folder : list(root.resolve(job.toHexString()))) {
            if (folder.getFileName().toString().startsWith("chk-")) {
                folders.add(folder);
            }
        }
        return folders;
    }

    private static Optional<Found> read(Path folder) {
        Path metadata = folder.resolve(METADATA);
        if (!Files.isRegularFile(metadata)) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(metadata)))) {
            long id = org.apache.flink.runtime.checkpoint.Checkpoints.loadCheckpointMetadata(
                            in,
                            Checkpoints.class.getClassLoader(),
                            folder.toUri().toString())
                    .getCheckpointId();
            return Optional.of(new Found(id, folder));
        } catch (IOException | RuntimeException e) {
            LOG.warn("Passing over {}, which cannot be read", folder, e);
            return Optional.empty();
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
