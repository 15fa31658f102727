package io.makolet.e2e;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.SegmentMembership;
import io.makolet.v1.StatusRequest;
import io.makolet.v1.Truth;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** Asks the serving node over gRPC, from another process. */
final class Serving {

    private Serving() {}

    /** Who is in which segment now, of these customers. */
    static Map<String, Set<String>> members(String target, Set<String> customers) throws Exception {
        return with(target, channel -> {
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
        });
    }

    /** Waits until the node serves views written since this call. */
    static void awaitNewViews(String target, long atLeast) throws Exception {
        with(target, channel -> {
            AdminGrpc.AdminBlockingStub api = AdminGrpc.newBlockingStub(channel);
            Callable<Long> applied = () -> api.withDeadlineAfter(10, TimeUnit.SECONDS)
                    .status(StatusRequest.getDefaultInstance())
                    .getViewsApplied();
            Awaitility.await("views applied")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(applied, n -> n >= atLeast);
            return atLeast;
        });
    }

    /** What a question comes to on a channel that is open for it. */
    static <T> T with(String target, Function<ManagedChannel, T> question) throws InterruptedException {
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(target).usePlaintext().build();
        try {
            return question.apply(channel);
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }
}
