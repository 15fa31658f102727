package io.makolet.serving.load;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Connection;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/**
 * A caller's connection, and how many calls it may have open: what HTTP/2 calls {@code SETTINGS_MAX_CONCURRENT_STREAMS}
 * (RFC 9113, 5.1.2). Only its own thread uses it.
 */
final class Connection {

    /** Less than this would hold up callers who have only one connection for many. */
    private static final int LEAST = 4;
    /** A change that is smaller isn't worth a word. */
    private static final double WORTH = 0.2;

    private final Channel channel;
    private int allowed = CallLimit.FIRST;
    private int lastCall;

    Connection(Channel channel) {
        this.channel = channel;
    }

    /** Was a call made since this was asked last? */
    boolean wasUsed() {
        Http2ConnectionHandler http = http();
        if (http == null) {
            return false;
        }
        Http2Connection connection = http.connection();
        int last = connection.remote().lastStreamCreated();
        boolean used = last != lastCall || connection.numActiveStreams() > 0;
        lastCall = last;
        return used;
    }

    /** Tells the caller how many calls may be open. */
    void allow(int calls) {
        int next = Math.max(LEAST, calls);
        Http2ConnectionHandler http = http();
        if (http == null || Math.abs(next - allowed) <= allowed * WORTH) {
            return;
        }
        allowed = next;
        ChannelHandlerContext context = channel.pipeline().context(http);
        var unused = http.encoder()
                .writeSettings(context, new Http2Settings().maxConcurrentStreams(next), channel.newPromise());
        channel.flush();
    }

    /** What speaks HTTP/2 on it; null before it does. */
    private @Nullable Http2ConnectionHandler http() {
        return channel.isActive() ? channel.pipeline().get(Http2ConnectionHandler.class) : null;
    }
}
