package io.makolet.local;

import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.SegmentMembership;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet customer}: what is known of a customer. */
@Command(
        name = "customer",
        description = "Shows what is known of a customer: segments, when they will change, traits, profile.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet customer 12583",
            "  makolet customer 12583 --json | jq '[.segments[] | select(.value) | .id]'"
        })
final class CustomerCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ID", description = "customer id")
    private String id = "";

    @Option(names = "--json", description = "print one JSON object; an unknown membership has the value null")
    private boolean json;

    @Override
    public Integer call() {
        Customer customer;
        try (ServingClient client = new ServingClient(home.endpoints().grpc())) {
            customer = client.personalization()
                    .getCustomer(
                            GetCustomerRequest.newBuilder().setCustomerId(id).build());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(CustomerJson.of(customer));
        } else {
            print(customer, out);
        }
        return 0;
    }

    private static void print(Customer customer, PrintWriter out) {
        out.println(customer.getCustomerId() + (customer.getKnown() ? "" : " (unknown customer)") + ", as of "
                + Json.time(customer.getAsOf()) + (customer.getStale() ? ", stale" : ""));
        if (!customer.getPerson().isEmpty()) {
            out.println("one of the ids of " + customer.getPerson());
        }
        if (customer.getIdsCount() > 0) {
            out.println("ids " + String.join(", ", customer.getIdsList()));
        }
        if (customer.hasLastEventTime()) {
            out.println("last event " + customer.getLastEventId() + " at " + Json.time(customer.getLastEventTime()));
        }
        Table segments = new Table("SEGMENT", "MEMBER", "SINCE", "CHANGES AT", "TO", "REASON");
        for (SegmentMembership m : customer.getSegmentsList()) {
            segments.row(
                    m.getId(),
                    word(m.getValue()),
                    m.hasSince() ? Json.time(m.getSince()) : "-",
                    m.hasFlipAt() ? Json.time(m.getFlipAt()) : "-",
                    m.hasFlipAt() ? word(m.getValueAfter()) : "-",
                    m.getReason().isEmpty() ? "-" : m.getReason());
        }
        segments.printUnlessEmpty(out);
        Table facts = new Table("KIND", "NAME", "VALUE");
        new TreeMap<>(customer.getTraitsMap())
                .forEach((name, value) -> facts.row("trait", name, String.format(Locale.ROOT, "%.6g", value)));
        new TreeMap<>(customer.getProfileMap())
                .forEach((name, value) -> facts.row(
                        "profile",
                        name,
                        CustomerJson.of(value).asText(CustomerJson.of(value).toString())));
        new TreeMap<>(customer.getConsentMap())
                .forEach((name, value) -> facts.row("consent", name, value ? "given" : "refused"));
        facts.printUnlessEmpty(out);
    }

    private static String word(io.makolet.v1.Truth value) {
        return switch (value) {
            case TRUE -> "yes";
            case FALSE -> "no";
            case UNKNOWN, UNRECOGNIZED -> "unknown";
        };
    }
}
