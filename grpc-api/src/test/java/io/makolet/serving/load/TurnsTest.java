package io.makolet.serving.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Empty;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.makolet.serving.api.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that a thread of the network reads before it serves one of them. */
class TurnsTest {

    private static final int ROOM = 2 * CallLimit.FIRST;
    private static final int ROOM_FOR_THOSE_WITH_TIME = CallLimit.FIRST / 2;

    private final MultiThreadIoEventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop thread = threads.next();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Pressure pressure = new Pressure();
    private final Turns turns = new Turns();
    private final List<String> served = new ArrayList<>();

    TurnsTest() {
        new ThreadLoad(thread, pressure, new LoadMeters(meters));
    }

    @AfterEach
    void stop() {
        var unused = threads.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void doesNoWorkForThoseWhoGaveUp() throws Exception {
        onThread(() -> {
            for (int i = 0; i < 20; i++) {
                ServerCall.Listener<Empty> call = ask(new Call("call " + i), "now");
                if (i % 2 == 0) {
                    call.onCancel();
                }
            }
            assertThat(served).as("while others are read").isEmpty();
        });

        assertThat(served).containsExactlyElementsOf(names("call ", 1, 20, 2));
        assertThat(meters.counter("makolet.serving.gave.up").count()).isEqualTo(10);
    }

    @Test
    void letsThoseWithTimeWaitButNotForEver() throws Exception {
        onThread(() -> {
            for (int i = 0; i < 3; i++) {
                ask(new Call("mail " + i), "batch");
            }
            for (int i = 0; i < 40; i++) {
                ask(new Call("web " + i), "now");
            }
        });

        List<String> expected = new ArrayList<>(names("web ", 0, 15, 1));
        expected.add("mail 0");
        expected.addAll(names("web ", 15, 30, 1));
        expected.add("mail 1");
        expected.addAll(names("web ", 30, 40, 1));
        expected.add("mail 2");
        assertThat(served).containsExactlyElementsOf(expected);
    }

    @Test
    void turnsAwayThoseForWhomThereIsNoRoom() throws Exception {
        List<Call> mails = new ArrayList<>();
        List<Call> webs = new ArrayList<>();
        onThread(() -> {
            for (int i = 0; i < ROOM_FOR_THOSE_WITH_TIME + 5; i++) {
                Call mail = new Call("mail");
                mails.add(mail);
                ask(mail, "batch");
            }
            for (int i = 0; i < ROOM; i++) {
                Call web = new Call("web");
                webs.add(web);
                ask(web, "now");
            }
        });

        assertThat(mails).filteredOn(Call::isRefused).hasSize(5);
        assertThat(webs).filteredOn(Call::isRefused).hasSize(ROOM_FOR_THOSE_WITH_TIME);
        assertThat(served).hasSize(ROOM);
        assertThat(turnedAway("batch")).isEqualTo(5);
        assertThat(turnedAway("now")).isEqualTo(ROOM_FOR_THOSE_WITH_TIME);
        assertThat(pressure.isFelt()).isTrue();
        Call last = webs.get(ROOM - 1);
        assertThat(Reason.of(StatusProto.fromStatusAndTrailers(last.status, last.trailers)))
                .isEqualTo(Reason.OVERLOADED);
        assertThat(last.trailers.get(Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("-1");
    }

    @Test
    void letsStreamsAndHealthPass() throws Exception {
        onThread(() -> {
            ask(new Call("stream", "makolet.test.Slow/Stream", MethodType.BIDI_STREAMING), "now");
            ask(new Call("health", "grpc.health.v1.Health/Check", MethodType.UNARY), "now");
            assertThat(served).containsExactly("stream", "health");
        });
    }

    /** Does it on the thread, and returns when all that waits then has been served. */
    private void onThread(Runnable work) throws Exception {
        thread.submit(work).get();
        thread.submit(() -> {}).get();
        int before;
        do {
            before = served.size();
            thread.schedule(() -> {}, 1, TimeUnit.MILLISECONDS).get();
        } while (served.size() > before);
    }

    /** A call whose request is complete. */
    private ServerCall.Listener<Empty> ask(Call call, String priority) {
        Metadata headers = new Metadata();
        headers.put(Turns.PRIORITY, priority);
        ServerCallHandler<Empty, Empty> handler = (started, metadata) -> new ServerCall.Listener<>() {
            @Override
            public void onHalfClose() {
                served.add(call.name);
            }
        };
        ServerCall.Listener<Empty> listener = turns.interceptCall(call, headers, handler);
        listener.onHalfClose();
        return listener;
    }

    private double turnedAway(String priority) {
        Counter counter = meters.find("makolet.serving.turned.away")
                .tag("priority", priority)
                .counter();
        return counter == null ? -1 : counter.count();
    }

    private static List<String> names(String prefix, int from, int to, int step) {
        return IntStream.iterate(from, i -> i < to, i -> i + step)
                .mapToObj(i -> prefix + i)
                .toList();
    }

    /** A call as gRPC hands it over. */
    private static final class Call extends ServerCall<Empty, Empty> {
        private final String name;
        private final MethodDescriptor<Empty, Empty> method;
        private Status status = Status.OK;
        private Metadata trailers = new Metadata();

        Call(String name) {
            this(name, "makolet.test.Slow/Answer", MethodType.UNARY);
        }

        Call(String name, String method, MethodType type) {
            this.name = name;
            this.method = MethodDescriptor.<Empty, Empty>newBuilder()
                    .setType(type)
                    .setFullMethodName(method)
                    .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                    .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                    .build();
        }

        boolean isRefused() {
            return !status.isOk();
        }

        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(Empty message) {}

        @Override
        public void close(Status end, Metadata with) {
            status = end;
            trailers = with;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<Empty, Empty> getMethodDescriptor() {
            return method;
        }
    }
}
