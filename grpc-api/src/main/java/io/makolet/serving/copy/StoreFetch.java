package io.makolet.serving.copy;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.CopyStoreRequest;
import io.makolet.v1.StorePart;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins a node's store with a copy of another node's, where it has none: reading the whole log takes longer. Whatever goes
 * wrong, the log has everything.
 */
public final class StoreFetch {

    private static final Logger LOG = LoggerFactory.getLogger(StoreFetch.class);
    private static final long MOST_MINUTES = 30;
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
    private static final OutputStream NONE = OutputStream.nullOutputStream();

    private StoreFetch() {}

    /**
     * Fetches a copy from the first of some nodes that gives one.
     *
     * @param addresses host and port of their gRPC, by preference
     * @param store folder of the store; left alone if it holds anything
     */
    public static void fetch(List<String> addresses, Path store) {
        try {
            if (addresses.isEmpty() || !Flat.files(store).isEmpty()) {
                return;
            }
            Path incoming = store.resolveSibling(store.getFileName() + ".incoming");
            for (String address : addresses) {
                if (isFetched(address, incoming)) {
                    Flat.delete(store);
                    Files.move(incoming, store, StandardCopyOption.ATOMIC_MOVE);
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + store + " can't be used", e);
        }
        LOG.info("No node gave a copy of its store: the log is read from its beginning");
    }

    private static boolean isFetched(String address, Path incoming) throws IOException {
        Flat.delete(incoming);
        Files.createDirectories(incoming);
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(address).usePlaintext().build();
        long start = System.nanoTime();
        try {
            long bytes = receive(
                    AdminGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(MOST_MINUTES, TimeUnit.MINUTES)
                            .copyStore(CopyStoreRequest.getDefaultInstance()),
                    incoming);
            LOG.info(
                    "Begins with a copy of the store of {}: {} MB in {} ms",
                    address,
                    bytes >> 20,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            return true;
        } catch (StatusRuntimeException | IOException e) {
            LOG.warn("No copy of the store of {}: {}", address, e.getMessage());
            Flat.delete(incoming);
            return false;
        } finally {
            channel.shutdownNow();
        }
    }

    /** Writes all parts to files; how many bytes they had. */
    private static long receive(Iterator<StorePart> parts, Path folder) throws IOException {
        long bytes = 0;
        CRC32C sum = new CRC32C();
        OutputStream file = NONE;
        String name = "";
        try {
            while (parts.hasNext()) {
                StorePart part = parts.next();
                if (file == NONE) {
                    name = checked(part.getFile());
                    file = Files.newOutputStream(folder.resolve(name), StandardOpenOption.CREATE_NEW);
                    sum.reset();
                }
                if (!part.getFile().equals(name)) {
                    throw new IOException("file " + part.getFile() + ", expected the rest of " + name);
                }
                part.getContent().writeTo(file);
                sum.update(part.getContent().asReadOnlyByteBuffer());
                bytes += part.getContent().size();
                if (part.getLast()) {
                    file.close();
                    file = NONE;
                    if ((int) sum.getValue() != part.getCrc32C()) {
                        throw new IOException("file " + name + " was damaged on its way");
                    }
                }
            }
        } finally {
            file.close();
        }
        if (file != NONE || bytes == 0) {
            throw new IOException(bytes + " bytes, which are not all");
        }
        return bytes;
    }

    private static String checked(String name) throws IOException {
        if (!FILE.matcher(name).matches()) {
            throw new IOException("a file named '" + name + "', expected a plain name");
        }
        return name;
    }
}
