package io.makolet.serving.load;

import io.grpc.Context;
import io.grpc.ServerCall;

/**
 * A call whose request is here, waiting for its turn on the thread that read it. What happens to a call after it gave up is
 * not done: the caller's word comes in while others are served.
 */
final class Turn<Q> extends ServerCall.Listener<Q> {

    private final ServerCall.Listener<Q> call;
    private final ThreadLoad thread;
    private final Context context;
    private final boolean hasTime;
    private long since;
    private boolean waiting;

    Turn(ServerCall.Listener<Q> call, ThreadLoad thread, Context context, boolean hasTime) {
        this.call = call;
        this.thread = thread;
        this.context = context;
        this.hasTime = hasTime;
    }

    @Override
    public void onMessage(Q message) {
        call.onMessage(message);
    }

    /** The request is complete. */
    @Override
    public void onHalfClose() {
        waiting = true;
        since = System.nanoTime();
        thread.add(this);
    }

    @Override
    public void onCancel() {
        if (waiting) {
            waiting = false;
            thread.gaveUp();
        }
        call.onCancel();
    }

    @Override
    public void onComplete() {
        call.onComplete();
    }

    @Override
    public void onReady() {
        call.onReady();
    }

    /** May others go first? */
    boolean hasTime() {
        return hasTime;
    }

    /** When it began to wait, nanoseconds. */
    long since() {
        return since;
    }

    /** Serves the call, unless it gave up. */
    void serve() {
        if (!waiting) {
            return;
        }
        waiting = false;
        Context before = context.attach();
        try {
            call.onHalfClose();
        } finally {
            context.detach(before);
        }
    }
}
