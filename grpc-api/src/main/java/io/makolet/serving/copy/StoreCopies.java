package io.makolet.serving.copy;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ServerCallStreamObserver;
import io.makolet.serving.api.Reason;
import io.makolet.serving.store.StoreException;
import io.makolet.serving.store.ViewStore;
import io.makolet.v1.StorePart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the store to another node, as it is at one instant: to one at a time, as fast as that one takes it. */
public final class StoreCopies implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreCopies.class);
    private static final int PART_BYTES = 64 << 10;
    private static final long PATIENCE_SECONDS = 30;

    private final ViewStore store;
    private final Path directory;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "store-copy"));
    private final Semaphore free = new Semaphore(1);

    /** @param directory for the files while they are sent, on the file system of the store; nothing else lies there */
    public StoreCopies(ViewStore store, Path directory) {
        this.store = store;
        this.directory = directory;
    }

    /** Sends all files of the store. */
    public void send(ServerCallStreamObserver<StorePart> to) {
        if (!free.tryAcquire()) {
            to.onError(Reason.TOO_MANY_WAITING.error("a copy of the store is sent to somebody else"));
            return;
        }
        Semaphore signals = new Semaphore(0);
        to.setOnReadyHandler(signals::release);
        to.setOnCancelHandler(signals::release);
        thread.execute(() -> {
            try {
                sendAll(to, signals);
            } finally {
                free.release();
            }
        });
    }

    private void sendAll(ServerCallStreamObserver<StorePart> to, Semaphore signals) {
        try {
            Flat.delete(directory);
            store.copyTo(directory);
            for (Path file : Flat.files(directory)) {
                send(file, to, signals);
            }
            to.onCompleted();
        } catch (IOException | StoreException e) {
            LOG.warn("A copy of the store was not sent: {}", e.getMessage());
            to.onError(Reason.INTERNAL.error("the store can't be copied: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            to.onError(Reason.NOT_READY.error("the node ends"));
        } finally {
            deleteCopy();
        }
    }

    private static void send(Path file, ServerCallStreamObserver<StorePart> to, Semaphore signals)
            throws IOException, InterruptedException {
        CRC32C sum = new CRC32C();
        boolean last = false;
        try (InputStream in = Files.newInputStream(file)) {
            while (!last) {
                byte[] bytes = in.readNBytes(PART_BYTES);
                sum.update(bytes);
                last = bytes.length < PART_BYTES;
                StorePart.Builder part = StorePart.newBuilder()
                        .setFile(file.getFileName().toString())
                        .setContent(UnsafeByteOperations.unsafeWrap(bytes))
                        .setLast(last);
                awaitReady(to, signals);
                to.onNext(last ? part.setCrc32C((int) sum.getValue()).build() : part.build());
            }
        }
    }

    private static void awaitReady(ServerCallStreamObserver<StorePart> to, Semaphore signals)
            throws IOException, InterruptedException {
        while (!to.isReady()) {
            if (to.isCancelled()) {
                throw new IOException("whom it is for gave up");
            }
            if (!signals.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("whom it is for took nothing for " + PATIENCE_SECONDS + " s");
            }
        }
    }

    private void deleteCopy() {
        try {
            Flat.delete(directory);
        } catch (IOException e) {
            LOG.warn("{} can't be deleted", directory, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
