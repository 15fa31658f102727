package io.makolet.benchmarks;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.makolet.benchmarks.DeadlineBenchmark.Job;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.PersonalizationGrpc;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Reads some of the members of a group twice a second, and looks now and then at what the job says of itself: it has a
 * thousand metrics, so that to look often would be a load of its own.
 */
final class Onlooker implements AutoCloseable {

    private static final int PERIOD_MILLIS = 500;
    private static final int READS = 10;

    /** Of so many turns, one looks at the job. */
    private static final int ONE_OF = 4;

    private final ManagedChannel channel;
    private final Job job;
    private final LongFunction<String> member;
    private final int members;
    private final Judge judge;
    private final SplittableRandom random = new SplittableRandom(1);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "onlooker");
        thread.setDaemon(true);
        return thread;
    });
    private int turn;
    private volatile long transitions;
    private volatile long longestCheckpointMillis;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong stale = new AtomicLong();

    /** Says whether an answer is right. */
    interface Judge {
        /**
         * Is it wrong?
         *
         * @param number of the member
         * @param asked when it was asked for, milliseconds UTC
         */
        boolean isWrong(long number, Customer answer, long asked);
    }

    /** @param member the id of a member by number, from 0 */
    Onlooker(String grpc, Job job, LongFunction<String> member, int members, Judge judge) {
        this.channel = ManagedChannelBuilder.forTarget(grpc).usePlaintext().build();
        this.job = job;
        this.member = member;
        this.members = members;
        this.judge = judge;
        Future<?> unused = timer.scheduleAtFixedRate(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            if (turn++ % ONE_OF == 0) {
                Job.Counts counts = job.counts();
                transitions = counts.transitions();
                longestCheckpointMillis = Math.max(longestCheckpointMillis, counts.checkpointMillis());
            }
            for (int i = 0; i < READS; i++) {
                read(random.nextInt(members));
            }
        } catch (IOException | StatusRuntimeException e) {
            // Asked again soon; what goes wrong for others, the probe counts.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(long number) {
        long asked = System.currentTimeMillis();
        Customer customer = PersonalizationGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PERIOD_MILLIS, TimeUnit.MILLISECONDS)
                .getCustomer(GetCustomerRequest.newBuilder()
                        .setCustomerId(member.apply(number))
                        .build());
        reads.incrementAndGet();
        wrong.addAndGet(judge.isWrong(number, customer, asked) ? 1 : 0);
        stale.addAndGet(customer.getStale() ? 1 : 0);
    }

    long transitions() {
        return transitions;
    }

    /** Of the checkpoints seen since the beginning. */
    long longestCheckpointMillis() {
        return longestCheckpointMillis;
    }

    long reads() {
        return reads.get();
    }

    /** Answers that were wrong. */
    long wrong() {
        return wrong.get();
    }

    /** Answers that were said to be stale. */
    long stale() {
        return stale.get();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        channel.shutdownNow();
    }
}
