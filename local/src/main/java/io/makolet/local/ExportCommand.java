package io.makolet.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.makolet.domain.definition.Definition;
import io.makolet.schemas.RegistryConfig;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.SegmentMembership;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet export}: what a person may ask to be given. */
@Command(
        name = "export",
        description = {
            "Prints everything that is known of a customer, with why, as one JSON object.",
            "Profile, consent, traits, memberships, and the definitions by which they were reckoned.",
            "Exits with 1 for a stranger."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  makolet export 12583 > 12583.json", "  makolet export 12583 | jq .profile"})
final class ExportCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ID", description = "customer id")
    private String id = "";

    @Option(names = "--json", description = "print it on one line")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Endpoints endpoints = home.endpoints();
        Customer customer;
        try (ServingClient client = new ServingClient(endpoints.grpc())) {
            customer = client.personalization()
                    .getCustomer(
                            GetCustomerRequest.newBuilder().setCustomerId(id).build());
        }
        if (!customer.getKnown()) {
            throw new Failure("nothing is known of customer " + id);
        }
        RegistryConfig schemas = RegistryConfig.of(endpoints.registry())
                .withCache(home.path().toAbsolutePath().resolve("schemas"));
        ObjectNode export = json(customer, DefinitionLog.read(endpoints.kafka(), schemas));
        spec.commandLine().getOut().println(json ? export.toString() : export.toPrettyString());
        return 0;
    }

    /** Of each segment the latest definition, whose version is its own: the membership names the one it is of. */
    static ObjectNode json(Customer customer, DefinitionLog published) {
        ObjectNode json = CustomerJson.of(customer);
        ArrayNode definitions = json.putArray("definitions");
        for (SegmentMembership membership : customer.getSegmentsList()) {
            published.find("segment/" + membership.getId()).ifPresent(segment -> definitions.add(of(segment)));
        }
        return json;
    }

    private static ObjectNode of(Definition segment) {
        return Json.object()
                .put("id", segment.id())
                .put("version", segment.version())
                .put("title", segment.title())
                .put("owner", segment.owner())
                .put("published_at", Instant.ofEpochMilli(segment.publishedAt()).toString())
                .put("source", segment.source());
    }
}
