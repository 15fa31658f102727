package io.makolet.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.google.protobuf.Duration;
import io.makolet.v1.MakeTokensRequest;
import io.makolet.v1.MakeTokensResponse;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet token}: names of customers for links that others may see. */
@Command(
        name = "token",
        description = {
            "Makes tokens that stand for customers in links that others may see.",
            "Who has one can ask for the customer's offers, and learns nothing of who it is."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet token 12583",
            "  curl \"$(makolet token 12583 --json | jq -r '.[0].offers')?placement=mail-top\"",
            "  makolet token 12583 13047 --days 7 --json | jq -r '.[].token'"
        })
final class TokenCommand implements Callable<Integer> {

    private static final int MOST_DAYS = 400;
    private static final long DAY_SECONDS = 86_400;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ID", arity = "1..1000", description = "customer ids")
    private List<String> customers = new ArrayList<>();

    @Option(names = "--days", paramLabel = "N", description = "how long they are good, 1 to 400 (default: 30)")
    private int days = 30;

    @Option(names = "--json", description = "print one JSON array")
    private boolean json;

    @Override
    public Integer call() {
        if (days < 1 || days > MOST_DAYS) {
            throw new InvalidInput("--days " + days + ", expected 1 to " + MOST_DAYS);
        }
        Endpoints endpoints = home.endpoints();
        MakeTokensResponse made;
        try (ServingClient client = new ServingClient(endpoints.grpc())) {
            made = client.admin()
                    .makeTokens(MakeTokensRequest.newBuilder()
                            .addAllCustomerIds(customers)
                            .setGoodFor(Duration.newBuilder().setSeconds(days * DAY_SECONDS))
                            .build());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(endpoints, made));
        } else {
            Table table = new Table("CUSTOMER", "GOOD UNTIL", "OFFERS");
            for (int i = 0; i < made.getTokensCount(); i++) {
                table.row(customers.get(i), Json.time(made.getExpiresAt()), offers(endpoints, made.getTokens(i)));
            }
            table.print(out);
        }
        return 0;
    }

    private ArrayNode json(Endpoints endpoints, MakeTokensResponse made) {
        ArrayNode array = Json.array();
        for (int i = 0; i < made.getTokensCount(); i++) {
            array.addObject()
                    .put("customer", customers.get(i))
                    .put("token", made.getTokens(i))
                    .put("expires_at", Json.time(made.getExpiresAt()))
                    .put("offers", offers(endpoints, made.getTokens(i)));
        }
        return array;
    }

    private static String offers(Endpoints endpoints, String token) {
        return endpoints.http() + "/v1/t/" + token + "/offers";
    }
}
