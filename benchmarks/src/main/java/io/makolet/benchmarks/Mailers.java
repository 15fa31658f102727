package io.makolet.benchmarks;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.makolet.v1.PersonalizationGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Some who ask for the offers of all customers by streams, again and again, as fast as they get them, and look at none. */
final class Mailers {

    private static final int AHEAD = 4;

    private final List<byte[]> requests = new ArrayList<>();
    private final List<Mailer> mailers = new ArrayList<>();
    private final long start = System.nanoTime();
    private final AtomicLong mailed = new AtomicLong();
    private volatile boolean ended;

    /** Begins. */
    Mailers(ManagedChannel channel, int customers, int number) {
        for (int first = 0; first + Mailing.BATCH <= customers; first += Mailing.BATCH) {
            requests.add(Mailing.request(first, first + Mailing.BATCH).toByteArray());
        }
        MethodDescriptor<byte[], byte[]> method = PersonalizationGrpc.getStreamOffersMethod().toBuilder(
                        new Bytes(), new Bytes())
                .build();
        for (int i = 0; i < number; i++) {
            mailers.add(new Mailer(channel.newCall(method, CallOptions.DEFAULT), i));
        }
        mailers.forEach(Mailer::begin);
    }

    /** Ends them; how many customers they had a second. */
    double end() {
        ended = true;
        mailers.forEach(mailer -> mailer.end.join());
        return mailed.get() / ((System.nanoTime() - start) / 1e9);
    }

    private final class Mailer extends ClientCall.Listener<byte[]> {
        private final ClientCall<byte[], byte[]> call;
        private final CompletableFuture<Status> end = new CompletableFuture<>();
        private int next;
        private int open;

        Mailer(ClientCall<byte[], byte[]> call, int first) {
            this.call = call;
            this.next = first;
        }

        void begin() {
            call.start(this, new Metadata());
            for (int i = 0; i < AHEAD; i++) {
                open++;
                send();
            }
            call.request(AHEAD);
        }

        private void send() {
            call.sendMessage(requests.get(next++ % requests.size()));
        }

        @Override
        public void onMessage(byte[] answers) {
            mailed.addAndGet(Mailing.BATCH);
            if (!ended) {
                send();
                call.request(1);
            } else if (--open == 0) {
                call.halfClose();
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            end.complete(status);
        }
    }
}
