package io.makolet.e2e;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.SegmentMembership;
import io.makolet.v1.Truth;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Asks the serving node for every customer and gathers who is in which segment. */
final class Memberships {

    private Memberships() {}

    static Map<String, Set<String>> of(String target, Set<String> customers) throws InterruptedException {
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(target).usePlaintext().build();
        try {
            PersonalizationGrpc.PersonalizationBlockingStub api = PersonalizationGrpc.newBlockingStub(channel);
            Map<String, Set<String>> members = new TreeMap<>();
            for (String customer : customers) {
                Customer answer = api.withDeadlineAfter(10, TimeUnit.SECONDS)
                        .getCustomer(GetCustomerRequest.newBuilder()
                                .setCustomerId(customer)
                                .build());
                for (SegmentMembership segment : answer.getSegmentsList()) {
                    if (segment.getValue() == Truth.TRUE) {
                        members.computeIfAbsent(segment.getId(), id -> new TreeSet<>())
                                .add(customer);
                    }
                }
            }
            return members;
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }
}
