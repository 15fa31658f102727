package io.makolet.serving;

import io.makolet.serving.api.ReadClock;
import io.makolet.serving.store.ViewStore;
import io.makolet.serving.tail.Readiness;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The metrics of this node, for Prometheus. */
final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();

    Metrics() {
        gc.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Where parts register what they count. */
    MeterRegistry registry() {
        return registry;
    }

    /** Shows how the store, the tail and the clock stand. */
    void watch(ViewStore store, Readiness readiness, ReadClock clock) {
        Gauge.builder("makolet.serving.ready", () -> readiness.state().phase().ready() ? 1 : 0)
                .description("1 if callers should be sent here")
                .register(registry);
        Gauge.builder(
                        "makolet.serving.freshness",
                        () -> clock.behindMillis().isPresent()
                                ? clock.behindMillis().getAsLong() / 1e3
                                : Double.NaN)
                .description("Wall clock minus the instant through which the log is applied; NaN under the log's clock")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("makolet.serving.store.customers", store::customers)
                .description("Customers in the store")
                .register(registry);
        Gauge.builder("makolet.serving.store", store::bytes)
                .description("Size of the store on disk and in memory waiting for the disk")
                .baseUnit("bytes")
                .register(registry);
    }

    /** All metrics in Prometheus' text format. */
    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
