package io.makolet.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.Offer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet offers}: what to offer a customer now. */
@Command(
        name = "offers",
        description = "Shows the best offers for a customer at a placement, best first.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet offers 12583 --placement home-hero",
            "  makolet offers 12583 --placement mail-top --channel email --language he --language en",
            "  makolet offers 12583 --placement home-hero --limit 3 --json | jq -r '.offers[].id'"
        })
final class OffersCommand implements Callable<Integer> {

    private static final int MOST = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ID", description = "customer id")
    private String customer = "";

    @Option(names = "--placement", paramLabel = "P", description = "where the offers are shown (default: anywhere)")
    private String placement = "";

    @Option(names = "--limit", paramLabel = "N", description = "how many at most, 1 to 100 (default: 10)")
    private int limit = 10;

    @Option(
            names = "--language",
            paramLabel = "TAG",
            split = ",",
            description = "wanted language as a BCP 47 tag, best first, may be repeated (default: en)")
    private List<String> languages = List.of();

    @Option(names = "--channel", paramLabel = "C", description = "channel, such as web or email (default: any)")
    private String channel = "";

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        if (limit < 1 || limit > MOST) {
            throw new InvalidInput("--limit " + limit + ", expected 1 to " + MOST);
        }
        GetOffersResponse answer;
        try (ServingClient client = new ServingClient(home.endpoints().grpc())) {
            answer = client.personalization()
                    .getOffers(GetOffersRequest.newBuilder()
                            .setCustomerId(customer)
                            .setPlacement(placement)
                            .setLimit(limit)
                            .addAllLanguages(languages)
                            .setChannel(channel)
                            .build());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(answer));
        } else {
            print(answer, out);
        }
        return 0;
    }

    static ObjectNode json(GetOffersResponse answer) {
        ObjectNode json = Json.object()
                .put("customer", answer.getCustomerId())
                .put("decision_id", answer.getDecisionId())
                .put("as_of", Json.time(answer.getAsOf()))
                .put("stale", answer.getStale())
                .put("known", answer.getKnown());
        ArrayNode offers = json.putArray("offers");
        for (Offer offer : answer.getOffersList()) {
            offers.addObject()
                    .put("id", offer.getId())
                    .put("score", offer.getScore())
                    .put("category", offer.getCategory())
                    .put("benefit", offer.getBenefit())
                    .put("language", offer.getLanguage())
                    .put("title", offer.getTitle())
                    .put("text", offer.getText())
                    .put("call_to_action", offer.getCallToAction())
                    .put("image_url", offer.getImageUrl())
                    .put("url", offer.getUrl())
                    .put("version", offer.getVersion());
        }
        return json;
    }

    private static void print(GetOffersResponse answer, PrintWriter out) {
        out.println(answer.getCustomerId() + (answer.getKnown() ? "" : " (unknown customer)") + ", as of "
                + Json.time(answer.getAsOf()) + (answer.getStale() ? ", stale" : "") + ", decision "
                + answer.getDecisionId());
        if (answer.getOffersCount() == 0) {
            out.println("no offer");
            return;
        }
        Table table = new Table("#", "OFFER", "SCORE", "CATEGORY", "BENEFIT", "TITLE");
        for (int i = 0; i < answer.getOffersCount(); i++) {
            Offer offer = answer.getOffers(i);
            table.row(
                    Integer.toString(i + 1),
                    offer.getId(),
                    String.format(Locale.ROOT, "%.4f", offer.getScore()),
                    offer.getCategory(),
                    offer.getBenefit(),
                    offer.getTitle());
        }
        table.print(out);
    }
}
