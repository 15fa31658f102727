package io.makolet.serving.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.StatusRequest;
import io.makolet.v1.StatusResponse;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErrorInterceptorTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final RecordedCall call = new RecordedCall();
    private boolean worked;

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void doesNotBeginWorkAfterItsDeadline() {
        Deadline passed = Deadline.after(-1, TimeUnit.SECONDS);
        Context.current().withDeadline(passed, timer).run(() -> ask(() -> worked = true));
        assertThat(worked).isFalse();
        assertThat(call.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void worksBeforeItsDeadline() {
        Deadline future = Deadline.after(1, TimeUnit.HOURS);
        Context.current().withDeadline(future, timer).run(() -> ask(() -> worked = true));
        assertThat(worked).isTrue();
        assertThat(call.closedWith).isNull();
    }

    @Test
    void tellsCallersNothingOfWhatWeDidWrongButAnId() {
        ask(() -> {
            throw new IllegalStateException("dana@example.com");
        });
        assertThat(call.status().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(call.status().getDescription())
                .matches("failed, see [0-9a-f]{8}-[0-9a-f-]{27} in the log")
                .doesNotContain("dana");
        assertThat(call.status().getCause()).isNull();
    }

    @Test
    void tellsCallersWhyTheNodeIsNotReady() {
        ask(() -> {
            throw new NotReadyException("the log is being read");
        });
        assertThat(call.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(call.status().getDescription()).isEqualTo("not ready: the log is being read");
    }

    private void ask(Runnable work) {
        new ErrorInterceptor()
                .interceptCall(call, new Metadata(), (c, headers) -> new ServerCall.Listener<>() {
                    @Override
                    public void onHalfClose() {
                        work.run();
                    }
                })
                .onHalfClose();
    }

    /** Keeps the status with which the call is closed. */
    private static final class RecordedCall extends ServerCall<StatusRequest, StatusResponse> {

        private @Nullable Status closedWith;

        Status status() {
            if (closedWith == null) {
                throw new AssertionError("the call was not closed");
            }
            return closedWith;
        }

        @Override
        public void close(Status status, Metadata trailers) {
            closedWith = status;
        }

        @Override
        public MethodDescriptor<StatusRequest, StatusResponse> getMethodDescriptor() {
            return AdminGrpc.getStatusMethod();
        }

        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(StatusResponse message) {}

        @Override
        public boolean isCancelled() {
            return false;
        }
    }
}
