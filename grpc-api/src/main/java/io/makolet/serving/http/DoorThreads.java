package io.makolet.serving.http;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the HTTP port's network. They end at once when they are told to: Netty's own would wait two seconds for
 * more work, though whoever could bring some is gone by then.
 */
final class DoorThreads extends MultiThreadIoEventLoopGroup {

    private static final long END_SECONDS = 10;

    DoorThreads(int threads) {
        super(threads, new DefaultThreadFactory("http"), NioIoHandler.newFactory());
    }

    @Override
    public Future<?> shutdownGracefully() {
        return shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS);
    }
}
