package io.makolet.local;

import io.makolet.schemas.RegistryConfig;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on, beside a system that has started, with reading in what was left unread when it stopped. */
final class BackfillAtStart implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackfillAtStart.class);
    private static final long PATIENCE_MILLIS = 30_000;

    private final Thread thread;

    BackfillAtStart(Home home, Endpoints endpoints, Progress progress) {
        RegistryConfig schemas = RegistryConfig.of(endpoints.registry()).withCache(home.schemas());
        Backfilling backfilling = new Backfilling(home.root(), endpoints, schemas, Backfilling.USUAL_RATE);
        thread = new Thread(() -> run(backfilling, progress), "backfill");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run(Backfilling backfilling, Progress progress) {
        try {
            List<Backfilling.Result> results = backfilling.run((number, percent) -> LOG.debug("{} %", percent));
            results.forEach(result -> progress.notice("backfill", result.number() + " has read in what was left"));
        } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
            LOG.info("The past is read in when the system starts again");
        } catch (Exception e) {
            LOG.warn("The past is not read in, go on with: makolet backfill", e);
        }
    }

    /** What has been sent is noted: the next start goes on there. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
