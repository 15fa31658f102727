package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.makolet.v1.Customer;
import io.makolet.v1.ExplainRequest;
import io.makolet.v1.Explanation;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.PersonalizationGrpc.PersonalizationBlockingStub;
import io.makolet.v1.SegmentMembership;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real shop's customers are explained by the running job as they are served. */
class ExplainIT {

    private static final String UNTIL = "2011-03-31T12:00:00";
    private static final int CUSTOMERS = 25;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void explainsMembershipsAsTheyAreServed() throws Exception {
        Shop shop = Shop.ONLINE_RETAIL;
        try (MakoletProcess system = MakoletProcess.up(folder.resolve("home"), "--clock", "log")) {
            String home = system.home().toString();
            Cli.run("publish", shop.definitions(), "--home", home).ok();
            Cli.run("replay", shop.events(), "--mapping", shop.mapping(), "--until", UNTIL, "--home", home)
                    .ok();
            List<String> customers = shop.customers().stream().limit(CUSTOMERS).toList();

            assertThat(compared(system.address("grpc"), customers)).isGreaterThan(CUSTOMERS);
            saysItInThreeLanguages(customers.get(0), home);
            refusesWhatIsNoSegment(customers.get(0), home);
        }
    }

    /** How many memberships were explained; each is as it is served, and has a reason to change. */
    private static int compared(String address, List<String> customers) throws Exception {
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(address).usePlaintext().build();
        try {
            PersonalizationBlockingStub api = PersonalizationGrpc.newBlockingStub(channel);
            int explained = 0;
            for (String id : customers) {
                Customer customer = api.withDeadlineAfter(10, TimeUnit.SECONDS)
                        .getCustomer(GetCustomerRequest.newBuilder()
                                .setCustomerId(id)
                                .build());
                for (SegmentMembership served : customer.getSegmentsList()) {
                    Explanation explanation = api.withDeadlineAfter(10, TimeUnit.SECONDS)
                            .explain(ExplainRequest.newBuilder()
                                    .setCustomerId(id)
                                    .setSegmentId(served.getId())
                                    .build());
                    String what = id + " in " + served + " as of " + customer.getAsOf() + ": " + explanation;
                    assertThat(explanation.getKnown()).as(what).isEqualTo(customer.getKnown());
                    assertThat(explanation.getAsOf()).as(what).isEqualTo(customer.getAsOf());
                    assertThat(explanation.getSegment().getValue()).as(what).isEqualTo(served.getValue());
                    assertThat(explanation.getSegment().hasNext()).as(what).isEqualTo(served.hasFlipAt());
                    assertThat(explanation.getSegment().getNext().getAt())
                            .as(what)
                            .isEqualTo(served.getFlipAt());
                    explained++;
                }
            }
            return explained;
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private static void saysItInThreeLanguages(String customer, String home) throws Exception {
        JsonNode english = explained(customer, "en", home);
        assertThat(english.path("segment").path("when").path("parts")).hasSize(2);
        JsonNode bare = withoutTexts(english);
        for (String language : List.of("he", "ar")) {
            JsonNode said = explained(customer, language, home);
            assertThat(said.path("change_text").asText())
                    .isNotEqualTo(english.path("change_text").asText());
            assertThat(withoutTexts(said)).isEqualTo(bare);
        }
        Cli.Answer tree = Cli.run("explain", customer, "--segment", "lapsed_regulars", "--home", home)
                .ok();
        assertThat(tree.out()).contains("lapsed_regulars: not in", "all of these", "number of purchase", "needs >= 4");
    }

    private static JsonNode explained(String customer, String language, String home) throws Exception {
        return Cli.run(
                        "explain",
                        customer,
                        "--segment",
                        "lapsed_regulars",
                        "--language",
                        language,
                        "--json",
                        "--home",
                        home)
                .ok()
                .json();
    }

    private static JsonNode withoutTexts(JsonNode node) {
        JsonNode copy = node.deepCopy();
        copy.findParents("text").forEach(parent -> ((ObjectNode) parent).remove(List.of("text", "notes")));
        return ((ObjectNode) copy).remove(List.of("language", "change_text"));
    }

    private static void refusesWhatIsNoSegment(String customer, String home) throws Exception {
        Cli.Answer unknown = Cli.run("explain", customer, "--segment", "nothing", "--home", home);
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("segment 'nothing', expected the id of a live segment");
        assertThat(Cli.run("explain", "nobody", "--segment", "lapsed_regulars", "--home", home)
                        .ok()
                        .out())
                .contains("nobody (unknown customer)");
    }
}
