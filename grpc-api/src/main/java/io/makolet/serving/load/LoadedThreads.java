package io.makolet.serving.load;

import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The threads of the gRPC port's network, one for each processor, each with a {@link ThreadLoad}. */
public final class LoadedThreads implements AutoCloseable {

    private static final long END_SECONDS = 10;

    private final MultiThreadIoEventLoopGroup group;
    private final Map<EventLoop, ThreadLoad> loads = new HashMap<>();

    /** Starts them. */
    public LoadedThreads(Pressure pressure, LoadMeters meters) {
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory("grpc"), io);
        for (EventExecutor executor : group) {
            EventLoop thread = (EventLoop) executor;
            ThreadLoad load = new ThreadLoad(thread, pressure, meters);
            loads.put(thread, load);
        }
    }

    /** Has a server use these threads. */
    public NettyServerBuilder serve(NettyServerBuilder builder) {
        return builder.directExecutor()
                .bossEventLoopGroup(group)
                .workerEventLoopGroup(group)
                .channelFactory(this::listening)
                .maxConcurrentCallsPerConnection(CallLimit.FIRST);
    }

    /** What has calls wait for their turn: must come before all other interceptors. */
    public ServerInterceptor turns() {
        return new Turns();
    }

    /** Ends them; the server is closed before. */
    @Override
    public void close() {
        var unused = group.shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private ServerChannel listening() {
        ServerChannel channel = Epoll.isAvailable() ? new EpollServerSocketChannel() : new NioServerSocketChannel();
        channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object accepted) {
                ((Channel) accepted).pipeline().addFirst(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        opened(channel);
                    }
                });
                context.fireChannelRead(accepted);
            }
        });
        return channel;
    }

    private void opened(Channel channel) {
        ThreadLoad load = loads.get(channel.eventLoop());
        if (load != null) {
            Connection connection = new Connection(channel);
            load.opened(connection);
            var unused = channel.closeFuture().addListener(gone -> load.closed(connection));
        }
    }
}
