package io.makolet.serving;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serving node as a process of its own: {@code ServingMain [FILE.properties]}. Every setting can also be given as an
 * environment variable, which comes first. On SIGTERM it takes no new requests, answers those it has, and ends.
 */
public final class ServingMain {

    private static final Logger LOG = LoggerFactory.getLogger(ServingMain.class);

    private ServingMain() {}

    /** Runs until the process is told to end. Exits with 2 where the configuration is wrong, with 1 where it can't start. */
    public static void main(String[] arguments) throws InterruptedException {
        ServingConfig config;
        try {
            config = Settings.read(properties(arguments), System.getenv());
        } catch (IllegalArgumentException | IOException e) {
            LOG.error("The configuration is wrong: {}", e.getMessage());
            System.exit(2);
            return;
        }
        CountDownLatch end = new CountDownLatch(1);
        try (ServingServer server = ServingServer.start(config)) {
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endAndWait(end, main), "shutdown"));
            LOG.info("Serving gRPC at port {}, HTTP at port {}", server.grpcPort(), server.httpPort());
            end.await();
        } catch (IOException | RuntimeException e) {
            LOG.error("The serving node can't go on", e);
            System.exit(1);
        }
    }

    private static void endAndWait(CountDownLatch end, Thread main) {
        end.countDown();
        try {
            main.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> properties(String[] arguments) throws IOException {
        Properties properties = new Properties();
        if (arguments.length > 0) {
            try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }
}
