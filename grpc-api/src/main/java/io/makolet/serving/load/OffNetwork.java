package io.makolet.serving.load;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the calls of one method on threads of their own, each call on one thread at a time; all others stay on the threads
 * of the network. gRPC's own way to choose threads by method makes every call of a server pay for a queue.
 */
public final class OffNetwork implements ServerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(OffNetwork.class);

    private final String method;
    private final Executor threads;
    private final Pressure pressure;

    /**
     * @param method full name of the method
     * @param pressure under which its messages wait
     */
    public OffNetwork(String method, Executor threads, Pressure pressure) {
        this.method = method;
        this.threads = threads;
        this.pressure = pressure;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        ServerCall.Listener<Q> listener = next.startCall(call, headers);
        return call.getMethodDescriptor().getFullMethodName().equals(method)
                ? new Handed<>(listener, Context.current().fixedContextExecutor(new InTurn(threads)), pressure)
                : listener;
    }

    /** Hands on what happens to a call. */
    private static final class Handed<Q> extends ServerCall.Listener<Q> {
        private final ServerCall.Listener<Q> to;
        private final Executor inTurn;
        private final Pressure pressure;

        Handed(ServerCall.Listener<Q> to, Executor inTurn, Pressure pressure) {
            this.to = to;
            this.inTurn = inTurn;
            this.pressure = pressure;
        }

        @Override
        public void onMessage(Q message) {
            inTurn.execute(() -> {
                pressure.awaitTime();
                to.onMessage(message);
            });
        }

        @Override
        public void onHalfClose() {
            inTurn.execute(to::onHalfClose);
        }

        @Override
        public void onCancel() {
            inTurn.execute(to::onCancel);
        }

        @Override
        public void onComplete() {
            inTurn.execute(to::onComplete);
        }

        @Override
        public void onReady() {
            inTurn.execute(to::onReady);
        }
    }

    /** Runs one task after the other, on whichever thread is free. */
    private static final class InTurn implements Executor, Runnable {
        private final Executor threads;
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private boolean running;

        InTurn(Executor threads) {
            this.threads = threads;
        }

        @Override
        public void execute(Runnable task) {
            synchronized (this) {
                waiting.add(task);
                if (running) {
                    return;
                }
                running = true;
            }
            threads.execute(this);
        }

        @Override
        public void run() {
            for (Runnable task = next(); task != null; task = next()) {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("A call's end was not handled", e);
                }
            }
        }

        private synchronized @Nullable Runnable next() {
            Runnable task = waiting.poll();
            running = task != null;
            return task;
        }
    }
}
