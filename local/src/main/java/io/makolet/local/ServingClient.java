package io.makolet.local;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.IngestGrpc;
import io.makolet.v1.PersonalizationGrpc;
import java.util.concurrent.TimeUnit;

/** Asks the serving node of a running system. A question has thirty seconds. */
final class ServingClient implements AutoCloseable {

    private static final int SECONDS = 30;

    private final ManagedChannel channel;

    ServingClient(String address) {
        channel = NettyChannelBuilder.forTarget("dns:///" + address)
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .build();
    }

    PersonalizationGrpc.PersonalizationBlockingStub personalization() {
        return PersonalizationGrpc.newBlockingStub(channel).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    /** For calls that go on until they are given up. */
    PersonalizationGrpc.PersonalizationBlockingStub endless() {
        return PersonalizationGrpc.newBlockingStub(channel);
    }

    IngestGrpc.IngestBlockingStub ingest() {
        return IngestGrpc.newBlockingStub(channel).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    AdminGrpc.AdminBlockingStub admin() {
        return AdminGrpc.newBlockingStub(channel).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
