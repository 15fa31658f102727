package io.makolet.serving;

import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.serving.api.AdminService;
import io.makolet.serving.api.ExplainCall;
import io.makolet.serving.api.OffersBinding;
import io.makolet.serving.api.OffersPages;
import io.makolet.serving.api.PersonalizationService;
import io.makolet.serving.api.ReadClock;
import io.makolet.serving.api.RequestMeters;
import io.makolet.serving.api.TokenDesk;
import io.makolet.serving.api.WatchCall;
import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.serving.copy.StoreCopies;
import io.makolet.serving.copy.StoreFetch;
import io.makolet.serving.explain.ExplainDesk;
import io.makolet.serving.http.HttpDoor;
import io.makolet.serving.http.ThreadLag;
import io.makolet.serving.ingest.Ingest;
import io.makolet.serving.ingest.IngestDesk;
import io.makolet.serving.ingest.IngestMeters;
import io.makolet.serving.ingest.IngestService;
import io.makolet.serving.load.LoadMeters;
import io.makolet.serving.store.ViewStore;
import io.makolet.serving.tail.LogFollower;
import io.makolet.serving.tail.LogTail;
import io.makolet.serving.tail.Readiness;
import io.makolet.serving.tail.TailMeters;
import io.makolet.serving.token.CustomerTokens;
import io.makolet.serving.token.TokenKeys;
import io.makolet.serving.watch.WatchDesk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A serving node: follows the log, keeps the customers' views on disk, and answers who somebody is and what to offer them.
 *
 * <p>Starting returns when the ports are open; callers are answered once the log has been read.
 */
public final class ServingServer implements AutoCloseable {

    private final Parts parts;
    private final GrpcDoor grpc;
    private final HttpDoor http;
    private final Readiness readiness;
    private final ReadClock clock;

    private ServingServer(Parts parts, GrpcDoor grpc, HttpDoor http, Readiness readiness, ReadClock clock) {
        this.parts = parts;
        this.grpc = grpc;
        this.http = http;
        this.readiness = readiness;
        this.clock = clock;
    }

    /**
     * Starts a node.
     *
     * @throws PortTakenException if a port is taken
     * @throws IOException if a port can't be opened otherwise
     * @throws io.makolet.serving.store.StoreException if the store can't be opened, such as when another process uses it
     */
    public static ServingServer start(ServingConfig config) throws IOException {
        Parts parts = new Parts();
        return start(config, parts.add(new ConfluentRegistry(config.registry())), System::currentTimeMillis, parts);
    }

    static ServingServer start(ServingConfig config, SchemaRegistry registry, LongSupplier wallClock, Parts parts)
            throws IOException {
        try {
            return assemble(config, registry, wallClock, parts);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** Puts the node together: from the log to the store, from the store to the ports. Parts are closed in reverse. */
    private static ServingServer assemble(
            ServingConfig config, SchemaRegistry registry, LongSupplier wallClock, Parts parts) throws IOException {
        Metrics metrics = parts.add(new Metrics());
        Path views = config.dataDirectory().resolve("views");
        StoreFetch.fetch(config.copyFrom(), views);
        ViewStore store = parts.add(ViewStore.open(views));
        CurrentCatalog catalog = new CurrentCatalog();
        Readiness readiness = new Readiness();
        ReadClock clock = new ReadClock(config.clock(), config.staleAfter(), store, readiness, wallClock);
        TailMeters tailMeters = new TailMeters(metrics.registry());
        metrics.watch(store, readiness, clock);

        LogFollower follower = new LogFollower(store, registry, catalog, readiness, tailMeters, wallClock);
        parts.add(LogTail.start(KafkaClient.settings(config), store, readiness, follower));

        ExplainDesk desk = parts.add(new ExplainDesk(KafkaClient.settings(config), registry, wallClock));
        WatchDesk watches = new WatchDesk(KafkaClient.settings(config), registry, store::erasedThrough);

        PersonalizationService personalization = new PersonalizationService(
                store, catalog, readiness, clock, wallClock, new ExplainCall(desk, catalog), new WatchCall(watches));
        TokenKeys keys = TokenKeys.open(config.door().tokenKeys());
        TokenDesk tokens = new TokenDesk(new CustomerTokens(keys, wallClock), wallClock);
        IngestDesk ingestDesk = parts.add(new IngestDesk(KafkaClient.settings(config), registry));
        Ingest ingest = new Ingest(
                ingestDesk, catalog, tokens::open, wallClock, new IngestMeters(metrics.registry(), ingestDesk));
        IngestService events = new IngestService(ingest);
        StoreCopies copies = parts.add(new StoreCopies(store, views.resolveSibling("views.copy")));
        AdminService admin = new AdminService(store, catalog, readiness, clock, tailMeters, tokens, copies);
        OffersPages pages = new OffersPages(personalization, catalog, keys.secretFor("decisions"), ThreadLag::isBehind);
        RequestMeters meters = new RequestMeters(metrics.registry());
        GrpcDoor grpc = parts.add(Listening.at(
                config.grpcPort(),
                "gRPC",
                Setting.GRPC_PORT,
                () -> GrpcDoor.open(
                        config.grpcAddress(),
                        List.of(new OffersBinding(personalization), admin, events),
                        meters,
                        new LoadMeters(metrics.registry()),
                        readiness)));
        HttpDoor http = parts.add(Listening.at(
                config.httpPort(),
                "HTTP",
                Setting.HTTP_PORT,
                () -> HttpDoor.open(
                        config.httpAddress(),
                        config.door(),
                        List.of(personalization, admin, events),
                        meters,
                        pages,
                        tokens,
                        ingest,
                        readiness,
                        metrics::scrape)));
        // Watches never end by themselves: they end before the doors wait for what was asked.
        parts.add(watches);
        return new ServingServer(parts, grpc, http, readiness, clock);
    }

    /** The port at which gRPC is answered. */
    public int grpcPort() {
        return grpc.port();
    }

    /** The port at which HTTP is answered. */
    public int httpPort() {
        return http.port();
    }

    /** Should callers be sent here? */
    public boolean ready() {
        return readiness.state().phase().ready();
    }

    /**
     * Every record of the input up to this instant is in the answers, milliseconds UTC; {@link Long#MIN_VALUE} before that
     * is known.
     */
    public long completeThrough() {
        return clock.completeThrough();
    }

    /** Answers what was asked already, takes no more, writes to disk what is in memory, and ends. */
    @Override
    public void close() {
        parts.close();
    }
}
