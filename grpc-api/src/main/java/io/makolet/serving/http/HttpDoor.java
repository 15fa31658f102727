package io.makolet.serving.http;

import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.docs.DocService;
import com.linecorp.armeria.server.file.FileService;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule;
import io.grpc.BindableService;
import io.makolet.serving.api.ErrorInterceptor;
import io.makolet.serving.api.OffersPages;
import io.makolet.serving.api.Reason;
import io.makolet.serving.api.RequestMeters;
import io.makolet.serving.api.TokenDesk;
import io.makolet.serving.image.OfferImages;
import io.makolet.serving.ingest.Ingest;
import io.makolet.serving.tail.Readiness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP port, for callers whose language is JSON or whose place is a browser. Closing it answers what has been asked
 * already. Whoever counts microseconds uses the gRPC port.
 */
public final class HttpDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

    private static final MediaType PROMETHEUS = MediaType.parse("text/plain; version=0.0.4; charset=utf-8");
    /** Of Segment's specification. */
    private static final List<String> CALLS = List.of("track", "identify", "page", "screen", "group", "alias", "batch");

    private static final int MAX_REQUEST_BYTES = 1 << 20;
    private static final int BLOCKING_THREADS = 4;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration QUIET = Duration.ofMillis(10);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    /** What is answered by what costs little anyway, and what tells how we are. */
    private static final List<String> ALWAYS = List.of("/healthz", "/readyz", "/metrics", "/makolet.js");

    private final Server server;

    private HttpDoor(Server server) {
        this.server = server;
    }

    /**
     * Listens at an address.
     *
     * @param services what is answered as gRPC, gRPC-Web and JSON
     * @param metrics all metrics in Prometheus' text format
     * @throws IOException if the address can't be listened at
     */
    public static HttpDoor open(
            InetSocketAddress address,
            DoorConfig config,
            List<BindableService> services,
            RequestMeters meters,
            OffersPages pages,
            TokenDesk tokens,
            Ingest ingest,
            Readiness readiness,
            Supplier<String> metrics)
            throws IOException {
        Errors errors = new Errors();
        DoorThreads threads = new DoorThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        ThreadLag.watch(threads);
        ServerBuilder builder = Server.builder()
                .http(address)
                .workerGroup(threads, false)
                .bossGroupFactory(port -> threads)
                .blockingTaskExecutor(BLOCKING_THREADS)
                .maxRequestLength(MAX_REQUEST_BYTES)
                .requestTimeout(REQUEST_TIMEOUT)
                .gracefulShutdownTimeout(QUIET, DRAIN)
                .disableServerHeader()
                .errorHandler(errors)
                .service(at("/healthz"), (context, request) -> text(HttpStatus.OK, "ok"))
                .service(at("/readyz"), (context, request) -> ready(readiness.state()))
                .service(at("/metrics"), scrape(metrics))
                .serviceUnder("/docs", new DocService())
                .service(at("/makolet.js"), new ScriptPath())
                .service(at("/v1/customers/{customer_id}/offers"), OffersPath.byId(pages))
                .service(at("/v1/t/{token}/offers"), OffersPath.byToken(pages, tokens::open))
                .service(at("/v1/t/{token}/image.png"), new ImagePath(pages, tokens::open, new OfferImages()))
                .service(grpc(services, meters, errors));
        for (String call : CALLS) {
            builder.service(
                    Route.builder().path("/v1/" + call).methods(HttpMethod.POST).build(), new TrackPath(ingest, call));
        }
        if (config.site() != null) {
            builder.serviceUnder("/site", FileService.of(config.site()));
        }
        builder.decorator(HttpDoor::shed);
        if (!config.origins().isEmpty()) {
            builder.decorator(Origins.allowed(config.origins()));
        }
        Server server = builder.build();
        try {
            server.start().join();
        } catch (CompletionException e) {
            var unused = threads.shutdownGracefully();
            throw new IOException("can't listen at " + address + ": " + e.getCause(), e.getCause());
        }
        return new HttpDoor(server);
    }

    /** The port it listens at. */
    public int port() {
        return server.activeLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop().join();
        } catch (CompletionException e) {
            LOG.warn("The HTTP port was not closed in order", e);
        }
    }

    /** Turns away what would come too late; pages and mails have defaults for that. */
    private static HttpResponse shed(HttpService service, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        if (ThreadLag.isBehind()
                && !ALWAYS.contains(context.path())
                && !(service.unwrap() instanceof OffersPath)
                && !(service.unwrap() instanceof ImagePath)) {
            throw Reason.OVERLOADED.error("too many requests wait here: ask another node, or later");
        }
        return service.serve(context, request);
    }

    private static GrpcService grpc(List<BindableService> services, RequestMeters meters, Errors errors) {
        GrpcServiceBuilder builder = GrpcService.builder()
                .intercept(new ErrorInterceptor(), meters, new Streams())
                .maxRequestMessageLength(MAX_REQUEST_BYTES)
                .jsonMarshallerFactory(service -> json())
                .enableHttpJsonTranscoding(HttpJsonTranscodingOptions.builder()
                        .queryParamMatchRules(
                                HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD,
                                HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE)
                        .errorHandler(errors)
                        .build());
        services.forEach(builder::addService);
        return builder.build();
    }

    private static GrpcJsonMarshaller json() {
        UnaryOperator<JsonFormat.Printer> style = JsonAnswer::style;
        return GrpcJsonMarshaller.builderForGson().jsonPrinterCustomizer(style).build();
    }

    private static Route at(String path) {
        return Route.builder()
                .path(path)
                .methods(HttpMethod.GET, HttpMethod.HEAD)
                .build();
    }

    private static HttpService scrape(Supplier<String> metrics) {
        return (context, request) -> HttpResponse.of(CompletableFuture.supplyAsync(
                () -> HttpResponse.of(HttpStatus.OK, PROMETHEUS, metrics.get()), context.blockingTaskExecutor()));
    }

    private static HttpResponse ready(Readiness.State state) {
        String reason = state.reason().isEmpty() ? "ok" : state.reason();
        return text(state.phase().ready() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, reason);
    }

    private static HttpResponse text(HttpStatus status, String line) {
        return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, line + "\n");
    }
}
