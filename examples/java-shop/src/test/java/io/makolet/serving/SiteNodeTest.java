package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.makolet.domain.segment.Condition;
import io.makolet.example.site.Site;
import io.makolet.schemas.Topic;
import io.makolet.serving.catalog.Definitions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example page at a real node; here for the node of the tests of serving. */
class SiteNodeTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern OFFER =
            Pattern.compile("<section lang=\"(\\w+)\" dir=\"(\\w+)\" data-offer=\"(\\w+)\"");

    @Test
    void showsWhatFollowsFromAClickAndTheUsualOnceTheNodeIsGone(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("kafka"));
                TestLog log = new TestLog(broker.bootstrapServers())) {
            EventTopics.create(broker);
            log.publish(Definitions.segment("basket", 0, null));
            log.publish(Definitions.offer("plain", 0).margin(1_000_000).build());
            log.publish(Definitions.offer("hold", 1)
                    .margin(2_000_000)
                    .eligible(new Condition.In("basket"))
                    .build());
            log.completeThrough(1, Views.AS_OF);
            log.flush();
            TestNode node = TestNode.start(broker.bootstrapServers(), log.registry(), directory.resolve("node"));
            List<String> lines = new ArrayList<>();
            try (Site site = new Site("dns:///127.0.0.1:" + node.server().grpcPort(), 0, lines::add)) {
                await().atMost(PATIENCE).until(node.server()::ready);
                String cookie = get(site, "?lang=he", "")
                        .headers()
                        .firstValue("set-cookie")
                        .orElseThrow()
                        .split(";", 2)[0];
                // A machine that is busy may need more than the page's patience at first: it shows the usual until
                // then.
                await().atMost(PATIENCE).untilAsserted(() -> {
                    HttpResponse<String> page = get(site, "?lang=he", cookie);
                    assertThat(offer(page)).isEqualTo("he rtl plain");
                    assertThat(page.body()).contains("plain בעברית");
                });

                HttpResponse<String> clicked = click(site, cookie, "product=VG-101&offer=plain");
                assertThat(clicked.statusCode()).isEqualTo(303);
                assertThat(clicked.headers().firstValue("location")).hasValue("/?lang=en");
                String customer = "anonymous:" + cookie.substring("visitor=".length());
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(EventTopics.customers(broker, Topic.CLICKSTREAM))
                                .containsExactly(customer));

                log.publish(Views.member(customer, 1));
                log.flush();
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(offer(get(site, "", cookie))).isEqualTo("en ltr hold"));
                node.close();
                assertThat(offer(get(site, "?lang=he", cookie))).isEqualTo("en ltr usual");
                assertThat(lines).last().asString().contains("default offers", "UNAVAILABLE");
            } finally {
                node.close();
            }
        }
    }

    private static String offer(HttpResponse<String> page) {
        Matcher offer = OFFER.matcher(page.body());
        return offer.find() ? offer.group(1) + " " + offer.group(2) + " " + offer.group(3) : page.body();
    }

    private static HttpResponse<String> get(Site site, String query, String cookie)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(site.address() + query)), cookie);
    }

    private static HttpResponse<String> click(Site site, String cookie, String form)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(site.address() + "basket")).POST(BodyPublishers.ofString(form)),
                cookie);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String cookie)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.header("cookie", cookie).build(), BodyHandlers.ofString());
    }
}
