package io.makolet.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A window of headless Chromium with nobody's past, driven by the commands of W3C WebDriver. */
final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    /** The name of an element's reference, of the specification. */
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    private Browser(Process driver, String address) throws IOException, InterruptedException {
        this.driver = driver;
        ObjectNode wanted = JSON.createObjectNode();
        ObjectNode options = wanted.putObject("capabilities")
                .putObject("alwaysMatch")
                .put("browserName", "chrome")
                .putObject("goog:chromeOptions");
        List.of("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1000,600")
                .forEach(options.putArray("args")::add);
        session = address + "/session/"
                + call("POST", address + "/session", wanted).path("sessionId").asText();
    }

    /** Starts one; Debian's packages chromium and chromium-driver have what it needs. */
    static Browser open() throws IOException, InterruptedException {
        Process driver = new ProcessBuilder("chromedriver", "--port=0")
                .redirectErrorStream(true)
                .start();
        try {
            return new Browser(driver, address(driver));
        } catch (IOException | RuntimeException e) {
            driver.destroy();
            throw e;
        }
    }

    private static String address(Process driver) throws IOException {
        BufferedReader out = driver.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                return "http://127.0.0.1:" + started.group(1);
            }
            said.append(line).append('\n');
        }
        throw new IOException("chromedriver did not start: " + said);
    }

    void visit(String url) throws IOException, InterruptedException {
        call("POST", session + "/url", JSON.createObjectNode().put("url", url));
    }

    /** Clicks the first element that a CSS selector finds, with a mouse as a person would. */
    void click(String selector) throws IOException, InterruptedException {
        ObjectNode by = JSON.createObjectNode().put("using", "css selector").put("value", selector);
        String element = call("POST", session + "/element", by).path(ELEMENT).asText();
        call("POST", session + "/element/" + element + "/click", JSON.createObjectNode());
    }

    /** What the body of a function without parameters returns on the page. */
    JsonNode run(String script) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("script", script);
        body.putArray("args");
        return call("POST", session + "/execute/sync", body);
    }

    /** Keeps a picture of what is seen. */
    void picture(Path png) throws IOException, InterruptedException {
        Files.createDirectories(png.toAbsolutePath().getParent());
        JsonNode seen = call("GET", session + "/screenshot", null);
        Files.write(png, Base64.getDecoder().decode(seen.asText()));
    }

    private JsonNode call(String method, String url, @Nullable ObjectNode body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        JsonNode answer =
                JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
        JsonNode value = answer.path("value");
        if (value.hasNonNull("error")) {
            throw new IOException(method + " " + url + " " + body + ": "
                    + value.path("message").asText());
        }
        return value;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            call("DELETE", session, null);
        } finally {
            driver.destroy();
            driver.waitFor();
        }
    }
}
