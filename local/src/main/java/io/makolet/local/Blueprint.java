package io.makolet.local;

import io.makolet.flink.ClockMode;
import io.makolet.flink.JobConfig;
import io.makolet.flink.PersonalizationJob;
import io.makolet.schemas.LiveField;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.SchemaBootstrap;
import io.makolet.schemas.TopicBootstrap;
import io.makolet.serving.ServingConfig;
import io.makolet.serving.ServingServer;
import io.makolet.serving.api.ReadClock;
import io.makolet.serving.http.DoorConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;

/** What a local system is made of, and what of it waits for what. All of it starts at the same time. */
record Blueprint(LocalConfig config, Home home, Endpoints endpoints, Progress progress) {

    /** As long as a home may lie closed, with transactions that the job has prepared and not committed. */
    private static final Duration TRANSACTIONS_KEPT = Duration.ofDays(7);

    private static final Duration STALE_AFTER = Duration.ofSeconds(5);

    /** The parts that tell whether the system is ready. */
    record Running(Supervised<JobCluster> job, ServingServer serving) {

        boolean ready() throws Exception {
            return serving.ready() && job.current().health().allRunning();
        }
    }

    Running assemble(Assembly parts) throws Exception {
        Ports ports = config.ports();
        var broker = parts.supervised("broker", endpoints.kafka(), () -> Broker.start(home.kafka(), ports));
        var registry = parts.supervised("registry", endpoints.registry(), () -> Registry.start(home, ports.registry()));
        var log = parts.step("log", "topics and schemas", () -> {
            broker.join();
            createTopics();
            registry.join();
            return registerSchemas();
        });
        var job = parts.supervised("job", endpoints.job(), () -> startJob(log));
        var serving = parts.part("serving", endpoints.grpc() + ", " + endpoints.http(), () -> startServing(log));
        parts.await(broker, registry, log, job, serving);
        return new Running(job.join(), serving.join());
    }

    void createTopics() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", endpoints.kafka()))) {
            TopicBootstrap.create(admin).differences().forEach(difference -> progress.notice("log", difference));
        }
    }

    Map<String, Integer> registerSchemas() throws IOException {
        var definitions = DefinitionLog.read(endpoints.kafka(), schemas()).live();
        return SchemaBootstrap.register(schemas(), LiveField.of(definitions));
    }

    JobCluster startJob(CompletableFuture<?> log) throws Exception {
        JobSettings settings = new JobSettings(
                home.checkpoints(),
                home.tmp(),
                config.state(),
                config.parallelism(),
                config.ports().job(),
                config.ports().jobMetrics());
        JobCluster cluster = JobCluster.start(settings, notice -> progress.notice("job", notice));
        try {
            log.join();
            cluster.submit(environment -> PersonalizationJob.build(
                    environment,
                    JobConfig.of(
                                    endpoints.kafka(),
                                    schemas(),
                                    ClockMode.valueOf(config.clock().name()))
                            .withTransactionTimeout(TRANSACTIONS_KEPT)));
            cluster.awaitRunning(config.patience());
            return cluster;
        } catch (Exception | Error e) {
            cluster.close();
            throw e;
        }
    }

    ServingServer startServing(CompletableFuture<?> log) throws Exception {
        log.join();
        Ports ports = config.ports();
        ServingServer server = ServingServer.start(ServingConfig.of(endpoints.kafka(), schemas(), home.serving())
                .withAddress("127.0.0.1", ports.grpc(), ports.http())
                .withDoor(new DoorConfig(
                        home.serving().resolve("token.keys"),
                        List.of(),
                        config.site().orElse(null)))
                .withClock(ReadClock.Mode.valueOf(config.clock().name()), STALE_AFTER));
        if (!Patience.of(config.patience()).until(server::ready)) {
            progress.notice("serving", "is still reading the log");
        }
        return server;
    }

    private RegistryConfig schemas() {
        return RegistryConfig.of(endpoints.registry()).withCache(home.schemas());
    }
}
