package io.makolet.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.makolet.schemas.SchemaRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** The part of a schema registry's API that a reader uses, over HTTP, with the ids of another registry. */
final class RegistryServer implements AutoCloseable {

    private static final String PATH = "/schemas/ids/";

    private final SchemaRegistry registry;
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();

    RegistryServer(SchemaRegistry registry, int port) throws IOException {
        this.registry = registry;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(PATH, this::answer);
        server.start();
    }

    /** How many questions it was asked. */
    int asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            int id = Integer.parseInt(exchange.getRequestURI().getPath().substring(PATH.length()));
            String schema = registry.schemaOf(id).toString();
            String body = "{\"schema\":\"" + schema.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
