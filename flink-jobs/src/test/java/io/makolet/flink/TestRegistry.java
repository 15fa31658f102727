package io.makolet.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.UnknownSchemaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/**
 * A registry that speaks as much of Confluent's API as jobs need: look up a schema by id, and an id by subject and schema.
 * It knows the schemas of this build under the ids of {@link BuiltInRegistry}, and those that a test adds.
 */
final class TestRegistry implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final BuiltInRegistry builtIn = new BuiltInRegistry();
    private final Map<Integer, String> added = new ConcurrentHashMap<>();
    private final Semaphore refusals = new Semaphore(0);
    private volatile boolean down;

    private TestRegistry(HttpServer server) {
        this.server = server;
    }

    static TestRegistry start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TestRegistry registry = new TestRegistry(server);
            server.createContext("/", registry::answer);
            server.start();
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RegistryConfig config() {
        return RegistryConfig.of("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void add(int id, Schema schema) {
        added.put(id, schema.toString());
    }

    /** From now on it gives no usable answer, or does so again. */
    void setDown(boolean down) {
        this.down = down;
    }

    /** Returns when it has been asked so often while it was down. */
    void awaitRefusals(int count) throws InterruptedException {
        if (!refusals.tryAcquire(count, 60, TimeUnit.SECONDS)) {
            throw new AssertionError("asked " + refusals.availablePermits() + " times, expected " + count);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (down) {
                refusals.release();
                reply(exchange, 503, Map.of("error_code", 50003, "message", "down"));
                return;
            }
            String[] path = exchange.getRequestURI().getPath().split("/", -1);
            if (path[1].equals("schemas")) {
                replyWithSchema(exchange, Integer.parseInt(path[3]));
            } else {
                replyWithId(exchange, path[2], JSON.readTree(body));
            }
        }
    }

    private void replyWithSchema(HttpExchange exchange, int id) throws IOException {
        try {
            String known = added.get(id);
            String schema = known != null ? known : builtIn.schemaOf(id).toString();
            reply(exchange, 200, Map.of("schema", schema));
        } catch (UnknownSchemaException e) {
            reply(exchange, 404, Map.of("error_code", 40403, "message", "Schema not found"));
        }
    }

    private void replyWithId(HttpExchange exchange, String subject, JsonNode request) throws IOException {
        Schema schema = new Schema.Parser().parse(request.get("schema").asText());
        try {
            // Asked about is the text without the generated classes' own properties.
            int id = builtIn.idOf(subject, SpecificData.get().getSchema(Class.forName(schema.getFullName())));
            reply(exchange, 200, Map.of("subject", subject, "id", id, "version", 1, "schema", schema.toString()));
        } catch (UnknownSchemaException | ClassNotFoundException e) {
            reply(exchange, 404, Map.of("error_code", 40403, "message", "Schema not found"));
        }
    }

    private static void reply(HttpExchange exchange, int status, Map<String, Object> answer) throws IOException {
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
