package io.makolet.benchmarks;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What do offers for many customers cost by one stream, compared with single calls? Does the node's memory stay as it is
 * over all customers, does a reader who stopped slow others, and is anybody skipped or repeated when the node is killed?
 */
public final class StreamVsUnaryBenchmark {

    /** The node's process. */
    public interface Node {
        /** Kills it, starts it again on what it left behind, and returns when its port is open. */
        void killAndStart() throws Exception;

        /** Bytes that its Java machine uses. */
        double memory() throws Exception;
    }

    private static final double LOOK_SECONDS = 0.1;
    private static final double MEGABYTE = 1 << 20;
    private static final long PATIENCE_SECONDS = 600;

    private final ReadPeers peers;
    private final Node node;
    private final ReadVsEchoBenchmark.Settings settings;
    private final Consumer<String> out;
    private final List<Double> unary = new ArrayList<>();
    private final List<Double> stream = new ArrayList<>();
    private final List<Double> besideSlow = new ArrayList<>();
    private long wrong;
    private long twice;

    /** @param out takes lines that say how far it is */
    public StreamVsUnaryBenchmark(
            ReadPeers peers, Node node, ReadVsEchoBenchmark.Settings settings, Consumer<String> out) {
        this.peers = peers;
        this.node = node;
        this.settings = settings;
        this.out = out;
    }

    /** Measures. */
    public StreamVsUnaryReport run(String command) throws Exception {
        ManagedChannel channel = ManagedChannelBuilder.forAddress(
                        "127.0.0.1", peers.node().port())
                .usePlaintext()
                .directExecutor()
                .build();
        try (ServedShop shop = ServedShop.open(peers, settings.customers(), out)) {
            ReadTurns single = new ReadTurns(
                    peers.node(),
                    ReadVsEchoBenchmark.METHOD,
                    new Asking(settings.customers(), settings.customers(), 2));
            warmUp(channel, single);
            double loopBefore = HostSpeed.loopMillis();
            MachineLoad load = new MachineLoad(peers.processes());
            for (int pair = 0; pair < settings.pairs(); pair++) {
                pair(pair, channel, single);
            }
            double foreign = load.share().foreign();
            HostSpeed host = new HostSpeed(loopBefore, HostSpeed.loopMillis());
            out.accept("one stream of all customers");
            long[] memory = memory(channel);
            out.accept("one stream of all customers, killed in the middle");
            BitSet answered = new BitSet();
            long brokenAt = breakOff(channel, answered);
            ServedShop.awaitAll(channel, settings.customers());
            mailAll(channel, answered);
            List<String> reasons =
                    DeadlineBenchmark.reasons(foreign, host, 0, shop.feed().failure());
            List<Double> ratios = new ArrayList<>();
            for (int pair = 0; pair < settings.pairs(); pair++) {
                ratios.add(unary.get(pair) / stream.get(pair));
            }
            return new StreamVsUnaryReport(
                    "stream-vs-unary",
                    Ratios.of(ratios),
                    Math.round(Ratios.median(stream) * 100) / 100.0,
                    Math.round(Ratios.median(unary) * 100) / 100.0,
                    Ratios.of(besideSlow),
                    settings.customers(),
                    memory[0],
                    memory[1],
                    brokenAt,
                    Mailing.batches(settings.customers()) - answered.cardinality(),
                    twice,
                    wrong,
                    !reasons.isEmpty(),
                    reasons,
                    Math.round(foreign * 1000) / 1000.0,
                    host,
                    Provenance.here(command));
        } finally {
            channel.shutdownNow();
        }
    }

    private void warmUp(ManagedChannel channel, ReadTurns single) throws Exception {
        out.accept("warming up");
        WarmUp.until(peers.node().processes(), settings.warmUpSeconds(), () -> {
            single.warmUp(settings.seconds());
            mail(channel, settings.seconds());
        });
    }

    /** Single calls, a stream, and a stream beside somebody who does not read. */
    private void pair(int pair, ManagedChannel channel, ReadTurns single) throws Exception {
        if (pair % 2 == 0) {
            single.full(settings.seconds());
        }
        double before = ProcessTime.seconds(peers.node().processes());
        long customers = mail(channel, settings.seconds());
        stream.add((ProcessTime.seconds(peers.node().processes()) - before) / customers * 1e6);
        if (pair % 2 == 1) {
            single.full(settings.seconds());
        }
        unary.add(single.lastMicros());
        Mailing slow = Mailing.begin(channel, settings.customers(), new BitSet(), false);
        long beside = mail(channel, settings.seconds());
        besideSlow.add((double) beside / customers);
        if (slow.mailed() > 0) {
            throw new IllegalStateException("answers came that were not asked for: " + slow.mailed());
        }
        slow.stop();
        slow.read();
        finish(slow);
        out.accept(String.format(Locale.ROOT, "pair %d of %d", pair + 1, settings.pairs()));
    }

    /** Mails for a while, from the first customer on, again and again; how many. */
    private long mail(ManagedChannel channel, double seconds) throws Exception {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long mailed = 0;
        while (System.nanoTime() < end) {
            Mailing mailing = Mailing.begin(channel, settings.customers(), new BitSet(), true);
            while (System.nanoTime() < end && !mailing.end().isDone()) {
                Pace.pause(LOOK_SECONDS / 10);
            }
            mailing.stop();
            finish(mailing);
            mailed += mailing.mailed();
        }
        return mailed;
    }

    private void mailAll(ManagedChannel channel, BitSet answered) throws Exception {
        finish(Mailing.begin(channel, settings.customers(), answered, true));
    }

    private void finish(Mailing mailing) throws Exception {
        Status status = mailing.end().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!status.isOk()) {
            throw new IllegalStateException("the stream ended with " + status + ", expected OK");
        }
        wrong += mailing.wrong();
        twice += mailing.twice();
    }

    /** Most memory over the first tenth of a stream of all customers, and over all of it, MB. */
    private long[] memory(ManagedChannel channel) throws Exception {
        Mailing mailing = Mailing.begin(channel, settings.customers(), new BitSet(), true);
        double first = node.memory();
        double most = first;
        while (!mailing.end().isDone()) {
            double now = node.memory();
            most = Math.max(most, now);
            first = mailing.mailed() * 10 < settings.customers() ? Math.max(first, now) : first;
            Pace.pause(LOOK_SECONDS);
        }
        finish(mailing);
        return new long[] {Math.round(first / MEGABYTE), Math.round(most / MEGABYTE)};
    }

    /** Kills the node in the middle of a stream; how many customers had been answered. */
    private long breakOff(ManagedChannel channel, BitSet answered) throws Exception {
        Mailing mailing = Mailing.begin(channel, settings.customers(), answered, true);
        while (mailing.mailed() < settings.customers() / 2 && !mailing.end().isDone()) {
            Thread.onSpinWait();
        }
        node.killAndStart();
        Status status = mailing.end().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (status.isOk() && mailing.mailed() < settings.customers()) {
            throw new IllegalStateException("the stream ended well at " + mailing.mailed() + " customers");
        }
        wrong += mailing.wrong();
        twice += mailing.twice();
        return mailing.mailed();
    }
}
