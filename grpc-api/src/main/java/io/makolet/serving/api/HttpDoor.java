package io.makolet.serving.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.makolet.serving.tail.Readiness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The HTTP port: {@code /metrics} for Prometheus, {@code /healthz} and {@code /readyz} for whoever runs the process. */
public final class HttpDoor implements AutoCloseable {

    /** What a path answers. */
    private record Answer(int status, String contentType, String body) {
        static Answer text(int status, String body) {
            return new Answer(status, "text/plain; charset=utf-8", body + "\n");
        }
    }

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> new Thread(task, "http"));

    private HttpDoor(HttpServer server) {
        this.server = server;
    }

    /**
     * Listens at an address.
     *
     * @param metrics all metrics in Prometheus' text format
     * @throws IOException if the address can't be listened at
     */
    public static HttpDoor open(InetSocketAddress address, Supplier<String> metrics, Readiness readiness)
            throws IOException {
        HttpDoor door = new HttpDoor(HttpServer.create(address, 0));
        door.server.createContext("/metrics", at("/metrics", () -> new Answer(200, PROMETHEUS, metrics.get())));
        door.server.createContext("/healthz", at("/healthz", () -> Answer.text(200, "ok")));
        door.server.createContext("/readyz", at("/readyz", () -> ready(readiness.state())));
        door.server.setExecutor(door.threads);
        door.server.start();
        return door;
    }

    /** The port it listens at. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private static Answer ready(Readiness.State state) {
        String reason = state.reason().isEmpty() ? "ok" : state.reason();
        return Answer.text(state.phase().ready() ? 200 : 503, reason);
    }

    /** The JDK's server gives a context also the paths below it: those are not found. */
    private static HttpHandler at(String path, Supplier<Answer> answer) {
        return exchange -> {
            try (exchange) {
                if (!exchange.getRequestURI().getPath().equals(path)) {
                    send(exchange, Answer.text(404, "not found"));
                } else if (!exchange.getRequestMethod().equals("GET")) {
                    send(exchange, Answer.text(405, "method not allowed, expected GET"));
                } else {
                    send(exchange, answer.get());
                }
            }
        };
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }
}
