package io.makolet.local;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log: one Kafka broker that is its own controller, in this JVM.
 *
 * <p>Kafka ends the process when its disk fails. Here it ends only the broker: {@link #failure()} says why.
 */
final class Broker implements Part {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final int NODE = 1;
    private static final String CONTROLLER = "CONTROLLER";
    private static final AtomicReference<@Nullable String> HALT = new AtomicReference<>();

    private final KafkaRaftServer server;

    private Broker(KafkaRaftServer server) {
        this.server = server;
    }

    /** Thrown into the thread in which Kafka wanted to end the process. */
    private static final class Halted extends Error {
        Halted(String message) {
            super(message);
        }
    }

    /**
     * Starts a broker on the loopback address; returns when it answers.
     *
     * @param directory of its data; made and formatted where it is new
     */
    static Broker start(Path directory, Ports ports) {
        HALT.set(null);
        Exit.setHaltProcedure(Broker::halt);
        Exit.setExitProcedure(Broker::halt);
        format(directory);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties(directory, ports), false), Time.SYSTEM);
        Broker broker = new Broker(server);
        try {
            server.startup();
        } catch (Throwable e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    private static void halt(int status, @Nullable String message) {
        String why = message == null ? "status " + status : message;
        if (HALT.compareAndSet(null, why)) {
            LOG.error("The broker gave up: {}", why);
        }
        throw new Halted(why);
    }

    private static void format(Path directory) {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            if (Files.exists(directory.resolve("meta.properties"))) {
                return;
            }
            Files.createDirectories(directory);
            new Formatter()
                    .setPrintStream(nowhere)
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setUnstableFeatureVersionsEnabled(false)
                    .setControllerListenerName(CONTROLLER)
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + directory + " for the broker: " + e.getMessage(), e);
        }
    }

    static Properties properties(Path directory, Ports ports) {
        Properties p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", Integer.toString(NODE));
        p.setProperty("controller.quorum.voters", NODE + "@127.0.0.1:" + ports.controller());
        p.setProperty(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + ports.kafka() + ",CONTROLLER://127.0.0.1:" + ports.controller());
        p.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + ports.kafka());
        p.setProperty("controller.listener.names", CONTROLLER);
        p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.setProperty("inter.broker.listener.name", "PLAINTEXT");
        p.setProperty("log.dirs", directory.toString());
        p.setProperty("auto.create.topics.enable", "false");
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            p.setProperty(topic + ".replication.factor", "1");
            p.setProperty(topic + ".num.partitions", "2");
            p.setProperty(topic + ".segment.bytes", "16777216");
        }
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("share.coordinator.state.topic.min.isr", "1");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        // Nobody could take over, and after a failure of the disk it would wait for an answer that cannot come.
        p.setProperty("controlled.shutdown.enable", "false");

        // A home may lie closed for long: what the job prepared to commit must still be open when it comes back. The
        // sweep of timed-out transactions runs first an interval after the start, so the job is always there before.
        p.setProperty("transaction.max.timeout.ms", "604800000");
        p.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "600000");
        p.setProperty("transactional.id.expiration.ms", "2147483647");
        p.setProperty("offsets.retention.minutes", "2147483647");

        // One machine, few clients: small buffers, few threads, files that do not reserve space.
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "3");
        p.setProperty("background.threads", "2");
        p.setProperty("group.coordinator.threads", "1");
        p.setProperty("log.segment.bytes", "134217728");
        p.setProperty("log.index.size.max.bytes", "1048576");
        p.setProperty("log.cleaner.threads", "1");
        p.setProperty("log.cleaner.dedupe.buffer.size", "16777216");
        p.setProperty("metadata.log.segment.bytes", "16777216");
        p.setProperty("metadata.max.retention.bytes", "33554432");
        p.setProperty("metadata.max.idle.interval.ms", "5000");
        p.setProperty("metric.reporters", "");
        // A killed broker is let in again only after its old session has ended.
        p.setProperty("broker.session.timeout.ms", "5000");
        p.setProperty("broker.heartbeat.interval.ms", "500");
        return p;
    }

    @Override
    public Optional<String> failure() {
        return Optional.ofNullable(HALT.get());
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
