package io.makolet.local;

import io.makolet.benchmarks.ReadPeers;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.SchemaBootstrap;
import io.makolet.schemas.TopicBootstrap;
import io.makolet.serving.ServingMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.logging.log4j.LogManager;

/**
 * A broker, a registry, and a serving node as it is shipped, the node in a process of its own on the first processor; no
 * job: a benchmark writes what the node follows. It begins empty, in a temporary folder, and leaves nothing behind.
 */
final class ServedLog implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Path folder;
    private final Path logs;
    private final String kafka;
    private final ConfluentRegistry registry;
    private final Ports ports;
    private PinnedServer node;
    private final long registryProcess;
    private final Path settings;

    private ServedLog(Path folder, Consumer<String> progress) throws IOException {
        this.folder = folder;
        this.logs = folder.resolve("logs");
        Logging.toFile(folder);
        add(LogManager::shutdown);
        try {
            add(Processors.share());
            ports = Ports.free();
            Home home = add(Home.open(folder, StateBackend.HEAP));
            progress.accept("starting a broker, a registry and a serving node");
            add(Broker.start(home.kafka(), ports));
            kafka = "127.0.0.1:" + ports.kafka();
            Registry schemas = add(Registry.start(home, ports.registry()));
            registryProcess = schemas.pid();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
                TopicBootstrap.create(admin);
            }
            RegistryConfig config = RegistryConfig.of(schemas.url()).withCache(home.schemas());
            SchemaBootstrap.register(config, Set.of());
            registry = add(new ConfluentRegistry(config));
            settings = writeSettings(home, schemas.url());
            node = startNode();
            add(() -> node.close());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts it in a new temporary folder. */
    static ServedLog start(Consumer<String> progress) throws IOException {
        return new ServedLog(Files.createTempDirectory("makolet-bench"), progress);
    }

    private Path writeSettings(Home home, String registryUrl) throws IOException {
        return Files.writeString(
                folder.resolve("serving.properties"),
                String.join(
                        "\n",
                        "bootstrap.servers=" + kafka,
                        "registry.url=" + registryUrl,
                        "data.directory=" + home.serving(),
                        "host=127.0.0.1",
                        "grpc.port=" + ports.grpc(),
                        "http.port=" + ports.http()));
    }

    private PinnedServer startNode() throws IOException {
        return PinnedServer.start("serving", logs, ports.grpc(), PinnedServer.java(logs, ServingMain.class, settings));
    }

    /** Kills the node without a word, and starts it again on what it left behind. */
    void killAndStartNode() throws IOException {
        node.kill();
        node = startNode();
    }

    /** Address of the node's metrics. */
    String metrics() {
        return "http://127.0.0.1:" + ports.http() + "/metrics";
    }

    /** Starts another server, which is stopped with this. */
    PinnedServer serve(String name, int port, List<String> command) throws IOException {
        return add(PinnedServer.start(name, logs, port, command));
    }

    Path logs() {
        return logs;
    }

    /** The node that is measured. */
    ReadPeers peers() {
        return new ReadPeers(kafka, registry, node.peer(), List.of(node.pid(), registryProcess));
    }

    private <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() throws IOException {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new Failure("a part did not close: " + e.getMessage(), e);
            }
        }
        Folders.delete(folder);
    }
}
