package io.makolet.local;

import io.makolet.domain.identity.Ids;
import io.makolet.schemas.RegistryConfig;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import java.nio.file.Path;
import java.time.Duration;

/** Has two ids be one person's, or not, in the system that runs in a home, and waits until it is served. */
final class Linking {

    private final Endpoints endpoints;
    private final RegistryConfig schemas;
    private final Duration within;

    /** @param within how long the job and the serving node have to confirm it */
    Linking(Path home, Duration within) {
        this.endpoints = Endpoints.of(home);
        this.schemas = RegistryConfig.of(endpoints.registry())
                .withCache(home.toAbsolutePath().resolve("schemas"));
        this.within = within;
    }

    /**
     * States it; the first id's person as served then.
     *
     * @throws InvalidInput if there can't be such ids, or they are the same
     * @throws Failure if it was not confirmed in time
     */
    Customer state(String id, String other, boolean linked) throws Exception {
        check(id);
        check(other);
        if (id.equals(other)) {
            throw new InvalidInput("'" + id + "' and itself, expected two ids");
        }
        try (Publisher publisher = new Publisher(endpoints.kafka(), schemas)) {
            publisher.statement(id, other, linked);
        }
        try (ServingClient client = new ServingClient(endpoints.grpc())) {
            boolean confirmed = Patience.of(within)
                    .until(() -> name(client, id).equals(name(client, other)) == linked
                            && (!linked || customer(client, id).getIdsCount() > 1));
            if (!confirmed) {
                throw new Failure(
                        "not confirmed within " + within.toSeconds() + " s that " + id + " and " + other + " are "
                                + (linked
                                        ? "one person's; an id with too many links joins nobody"
                                        : "two persons'; other ids may link them"));
            }
            return customer(client, id);
        }
    }

    private static void check(String id) {
        if (!Ids.isKey(id)) {
            throw new InvalidInput(
                    "id '" + id + "', expected 1 to " + Ids.MOST_BYTES + " bytes of UTF-8 and no zero in front");
        }
    }

    private static String name(ServingClient client, String id) {
        String person = customer(client, id).getPerson();
        return person.isEmpty() ? id : person;
    }

    private static Customer customer(ServingClient client, String id) {
        return client.personalization()
                .getCustomer(GetCustomerRequest.newBuilder().setCustomerId(id).build());
    }
}
