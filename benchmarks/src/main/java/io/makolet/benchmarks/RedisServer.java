package io.makolet.benchmarks;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.makolet.benchmarks.RedisViews.Known;
import io.makolet.benchmarks.RedisViews.Layout;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.PersonalizationGrpc;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * What a team would write that keeps its customers in Redis: a server with grpc-java's generated service, which asks for a
 * customer's hash and ranks the same offers. Nobody waits: answers of Redis are taken where they come, over one connection in
 * which what is asked at the same time goes together (pipelining).
 */
public final class RedisServer extends PersonalizationGrpc.PersonalizationImplBase {

    private static final int FLUSH_TOGETHER = 256;

    private final StatefulRedisConnection<String, byte[]> redis;
    private final Layout layout;
    private final RankedOffers offers = new RankedOffers(OfferShop.definitions());
    private final ThreadLocal<Known> known = ThreadLocal.withInitial(offers::newKnown);

    private RedisServer(StatefulRedisConnection<String, byte[]> redis, Layout layout) {
        this.redis = redis;
        this.layout = layout;
    }

    /**
     * Writes the shop's customers to Redis and serves until the process ends. Arguments: the port, that of Redis, how many
     * customers, and the layout of their hashes.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Layout layout = Layout.valueOf(arguments[3]);
        ClientResources resources = ClientResources.builder()
                .ioThreadPoolSize(1)
                .computationThreadPoolSize(2)
                .nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterChannelInitialized(Channel channel) {
                        channel.pipeline().addFirst(new FlushConsolidationHandler(FLUSH_TOGETHER, true));
                    }
                })
                .build();
        RedisClient client =
                RedisClient.create(resources, RedisURI.create("127.0.0.1", Integer.parseInt(arguments[1])));
        RedisViews.write(client, layout, Integer.parseInt(arguments[2]));
        Server server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])))
                .directExecutor()
                .addService(new RedisServer(client.connect(RedisViews.CODEC), layout))
                .build()
                .start();
        server.awaitTermination();
    }

    @Override
    public void getOffers(GetOffersRequest request, StreamObserver<GetOffersResponse> observer) {
        redis.async()
                .hgetall(RedisViews.key(request.getCustomerId()))
                .whenComplete((hash, failure) -> answer(request, hash, failure, observer));
    }

    private void answer(
            GetOffersRequest request,
            Map<String, byte[]> hash,
            Throwable failure,
            StreamObserver<GetOffersResponse> observer) {
        if (failure != null) {
            observer.onError(Status.UNAVAILABLE.withCause(failure).asRuntimeException());
            return;
        }
        GetOffersResponse.Builder answer = RankedOffers.answer(request.getCustomerId());
        if (!hash.isEmpty()) {
            Known customer = known.get();
            customer.read(layout, hash);
            answer.setKnown(true);
            offers.rank(customer, System.currentTimeMillis(), request.getLimit(), answer);
        }
        observer.onNext(answer.build());
        observer.onCompleted();
    }
}
