package io.makolet.example.site;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.ManagedChannel;
import io.makolet.client.Channels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Serves the page. Arguments of the program: a target such as {@code dns:///127.0.0.1:9400}, and the port of the page. */
public final class Site implements AutoCloseable {

    private static final int THREADS = 16;
    private static final int LONGEST_FORM = 1_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final ManagedChannel channel;
    private final Shop shop;

    /**
     * Serves it on this machine.
     *
     * @param target of the serving nodes
     * @param port 0 for any that is free
     * @param log takes a line for what went wrong
     */
    public Site(String target, int port, Consumer<String> log) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        channel = Channels.plaintext(target);
        shop = new Shop(channel, log);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Serves until the process ends. */
    public static void main(String[] arguments) throws IOException {
        Site site = new Site(arguments[0], Integer.parseInt(arguments[1]), System.err::println);
        Runtime.getRuntime().addShutdownHook(new Thread(site::close));
        System.err.println("the shop is at " + site.address());
    }

    /** Where it is. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Visitor visitor = Visitor.of(exchange);
            switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
                case "GET /" -> send(exchange, shop.page(visitor));
                case "POST /basket" -> {
                    Form form = Form.of(
                            new String(exchange.getRequestBody().readNBytes(LONGEST_FORM), StandardCharsets.UTF_8));
                    shop.putIntoBasket(visitor, form.get("product"), form.get("offer"));
                    exchange.getResponseHeaders().set("Location", "/?lang=" + visitor.language());
                    exchange.sendResponseHeaders(303, -1);
                }
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static void send(HttpExchange exchange, String page) throws IOException {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Answers what was asked, and tells what is still to be told. */
    @Override
    public void close() {
        server.stop(1);
        threads.shutdown();
        shop.close();
        channel.shutdown();
    }
}
