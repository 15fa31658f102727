package io.makolet.local.demo;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.SegmentMembership;
import io.makolet.v1.Truth;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Who belongs to which segment, by asking the serving node for each customer.
 *
 * @param bySegment ids of customers by id of segment
 * @param known how many of those asked for are known
 * @param instants the instants for which the answers hold
 */
record Members(Map<String, Set<String>> bySegment, int known, Set<Instant> instants) {

    private static final int DEADLINE_SECONDS = 30;

    /** @param address host and port of the API */
    static Members ask(String address, Collection<String> customers) {
        Map<String, Set<String>> bySegment = new TreeMap<>();
        Set<Instant> instants = new TreeSet<>();
        int known = 0;
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(address).usePlaintext().build();
        try {
            for (String customer : customers) {
                Customer answer = PersonalizationGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                        .getCustomer(GetCustomerRequest.newBuilder()
                                .setCustomerId(customer)
                                .build());
                known += answer.getKnown() ? 1 : 0;
                instants.add(Instant.ofEpochSecond(
                        answer.getAsOf().getSeconds(), answer.getAsOf().getNanos()));
                for (SegmentMembership membership : answer.getSegmentsList()) {
                    Set<String> members = bySegment.computeIfAbsent(membership.getId(), id -> new TreeSet<>());
                    if (membership.getValue() == Truth.TRUE) {
                        members.add(customer);
                    }
                }
            }
        } finally {
            channel.shutdownNow();
        }
        return new Members(bySegment, known, instants);
    }
}
