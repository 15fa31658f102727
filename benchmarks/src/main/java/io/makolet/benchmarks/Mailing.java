package io.makolet.benchmarks;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.StreamOffersRequest;
import io.makolet.v1.StreamOffersResponse;
import io.makolet.v1.StreamOffersResponse.Answer;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks for the offers of many customers by one stream, as a mailer does: a few requests ahead, each answer checked. The
 * number of a request is that of its batch, so that after a break the batches without an answer are asked for again.
 */
final class Mailing extends ClientCall.Listener<StreamOffersResponse> {

    /** Customers of a request. */
    static final int BATCH = 256;

    private static final int AHEAD = 4;

    private final int customers;
    private final BitSet answered;
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final ClientCall<StreamOffersRequest, StreamOffersResponse> call;
    private int nextBatch;
    private int open;
    private final AtomicLong mailed = new AtomicLong();
    private final AtomicLong twice = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private volatile boolean stopped;

    private Mailing(ManagedChannel channel, int customers, BitSet answered) {
        this.customers = customers;
        this.answered = answered;
        this.call = channel.newCall(PersonalizationGrpc.getStreamOffersMethod(), CallOptions.DEFAULT);
    }

    /**
     * Begins to mail.
     *
     * @param customers the first so many of the shop
     * @param answered batches that have their answer, to which those are added that get one; not to be used before the end
     * @param reads false for one who asks and does not read before {@link #read}
     */
    static Mailing begin(ManagedChannel channel, int customers, BitSet answered, boolean reads) {
        Mailing mailing = new Mailing(channel, customers, answered);
        mailing.call.start(mailing, new Metadata());
        // The stream's thread does the rest: a call is not for two threads.
        mailing.open = AHEAD;
        for (int i = 0; i < AHEAD; i++) {
            mailing.sendNext();
        }
        if (reads) {
            mailing.read();
        }
        return mailing;
    }

    /** Begins to read, where it did not from the beginning. */
    void read() {
        call.request(AHEAD);
    }

    /** What asks for the offers of customers. */
    static StreamOffersRequest request(int first, int end) {
        StreamOffersRequest.Builder request = StreamOffersRequest.newBuilder();
        for (int customer = first; customer < end; customer++) {
            request.addQuestions(Asking.request(customer));
        }
        return request.build();
    }

    /** How many batches a number of customers has. */
    static int batches(int customers) {
        return (customers + BATCH - 1) / BATCH;
    }

    /** Customers whose answers came. */
    long mailed() {
        return mailed.get();
    }

    /** Batches that were answered twice. */
    long twice() {
        return twice.get();
    }

    /** Answers that are not those of who was asked for, or hold no offers. */
    long wrong() {
        return wrong.get();
    }

    /** Ends early: what was asked for is answered, no more is asked. */
    void stop() {
        stopped = true;
    }

    /** How the stream ended, once it has. */
    CompletableFuture<Status> end() {
        return end;
    }

    /** Breaks it off. */
    void cancel() {
        call.cancel("no longer wanted", null);
    }

    @Override
    public void onMessage(StreamOffersResponse response) {
        int batch = (int) response.getRequestId();
        if (answered.get(batch)) {
            twice.incrementAndGet();
        }
        answered.set(batch);
        int customer = batch * BATCH;
        for (Answer answer : response.getAnswersList()) {
            if (answer.getOffers().getOffersCount() != OfferShop.SHOWN
                    || !answer.getOffers().getCustomerId().equals(OfferShop.customer(customer))) {
                wrong.incrementAndGet();
            }
            customer++;
        }
        mailed.addAndGet(response.getAnswersCount());
        sendNext();
        call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        end.complete(status);
    }

    private void sendNext() {
        nextBatch = answered.nextClearBit(nextBatch);
        if (stopped || nextBatch >= batches(customers)) {
            open--;
            if (open == 0) {
                call.halfClose();
            }
            return;
        }
        int first = nextBatch * BATCH;
        StreamOffersRequest.Builder request = request(first, Math.min(first + BATCH, customers)).toBuilder();
        request.setRequestId(nextBatch);
        nextBatch++;
        call.sendMessage(request.build());
    }
}
