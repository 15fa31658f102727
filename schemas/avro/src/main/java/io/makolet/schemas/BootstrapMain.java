package io.makolet.schemas;

import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares brokers and a registry for Makolet: creates the topics that are missing and registers the schemas of this build,
 * unless one would break a definition in force. It may be run again at any time. Exits with 2 where the arguments are wrong,
 * with 1 where a part can't be reached or a schema is refused.
 */
public final class BootstrapMain {

    private static final Logger LOG = LoggerFactory.getLogger(BootstrapMain.class);

    private BootstrapMain() {}

    /** Takes what {@link BootstrapArguments} says. */
    public static void main(String[] arguments) {
        try {
            run(BootstrapArguments.parse(List.of(arguments), System.getenv()));
        } catch (IllegalArgumentException e) {
            LOG.error("{}", e.getMessage());
            System.exit(2);
        } catch (KafkaException | RegistryUnavailableException | IncompatibleSchemaException e) {
            LOG.error("Bootstrap failed: {}", e.getMessage());
            System.exit(1);
        }
    }

    static void run(BootstrapArguments arguments) {
        try (Admin admin = Admin.create(arguments.kafka())) {
            TopicBootstrap.Report report = TopicBootstrap.create(admin, arguments.replicationFactor());
            LOG.info("Created topics {}", report.created());
            report.differences().forEach(LOG::warn);
        }
        Set<LiveField> live;
        try (ConfluentRegistry registry = new ConfluentRegistry(arguments.registry())) {
            live = LiveField.of(DefinitionsInForce.read(arguments.kafka(), registry));
        }
        LOG.info("Schema ids {}", SchemaBootstrap.register(arguments.registry(), live));
    }
}
