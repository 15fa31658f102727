package io.makolet.benchmarks;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.Offer;
import io.makolet.v1.PersonalizationGrpc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What does it cost to answer with a customer's best offers, compared with {@link RedisServer}, which ranks the same offers
 * for customers whom it asks Redis for? All take turns on one processor, Redis too; who asks has another one.
 */
public final class ReadVsRedisBenchmark {

    private static final int SAMPLE = 200;
    private static final double STEADY_SHARE = 0.3;

    /** A tenth of the customers of the other benchmarks: with a field for each score, Redis takes some 20 kB for one. */
    public static final ReadVsEchoBenchmark.Settings STANDARD = ReadVsEchoBenchmark.Settings.STANDARD.with(
            100_000, ReadVsEchoBenchmark.Settings.STANDARD.pairs(), ReadVsEchoBenchmark.Settings.STANDARD.seconds());

    private final ReadPeers peers;
    private final ReadPeers.Other<String> others;
    private final ReadVsEchoBenchmark.Settings settings;
    private final Consumer<String> out;

    /**
     * @param others starts Redis and a server over it, with the customers in a layout of {@link RedisViews.Layout}
     * @param out takes lines that say how far it is
     */
    public ReadVsRedisBenchmark(
            ReadPeers peers,
            ReadPeers.Other<String> others,
            ReadVsEchoBenchmark.Settings settings,
            Consumer<String> out) {
        this.peers = peers;
        this.others = others;
        this.settings = settings;
        this.out = out;
    }

    /** Measures. */
    public ReadVsRedisReport run(String command) throws Exception {
        try (ServedShop shop = ServedShop.open(peers, settings.customers(), out)) {
            List<Long> all = new ArrayList<>(peers.processes());
            Asking any = new Asking(settings.customers(), settings.customers(), 2);
            ReadTurns ours = new ReadTurns(peers.node(), ReadVsEchoBenchmark.METHOD, any);
            Map<String, ReadTurns> servers = new LinkedHashMap<>();
            for (RedisViews.Layout layout : RedisViews.Layout.values()) {
                out.accept("writing " + settings.customers() + " customers to Redis, " + name(layout));
                ReadPeers.Peer redis = others.start(layout.name());
                requireSameOffers(redis);
                all.addAll(redis.processes());
                servers.put(name(layout), new ReadTurns(redis, ReadVsEchoBenchmark.METHOD, any));
            }
            List<ReadTurns> turns = new ArrayList<>(servers.values());
            turns.add(ours);
            out.accept("warming up");
            ReadVsEchoBenchmark.warmUp(all, turns, settings);
            double loopBefore = HostSpeed.loopMillis();
            MachineLoad load = new MachineLoad(all);
            rounds(turns, one -> one.full(settings.seconds()));
            double least =
                    turns.stream().mapToDouble(ReadTurns::perSecond).min().orElseThrow();
            rounds(turns, one -> one.steady(least * STEADY_SHARE, settings.seconds()));
            double foreign = load.share().foreign();
            HostSpeed host = new HostSpeed(loopBefore, HostSpeed.loopMillis());
            Map<String, Ratios> ratios = new LinkedHashMap<>();
            Map<String, ReadVsEchoReport.Of> medians = new LinkedHashMap<>();
            medians.put("makolet", ours.of());
            servers.forEach((name, redis) -> {
                ratios.put("answers_" + name, redis.costOver(ours));
                ratios.put("p99_" + name, ours.latencyOver(redis));
                medians.put("redis_" + name, redis.of());
            });
            long failed = turns.stream().mapToLong(ReadTurns::failed).sum();
            List<String> reasons =
                    ReadTurns.reasons(foreign, host, failed, shop.feed().failure());
            return new ReadVsRedisReport(
                    "read-vs-redis",
                    ratios,
                    medians,
                    settings.customers(),
                    OfferShop.OFFERS,
                    shop.answerBytes(),
                    Math.round(least * STEADY_SHARE),
                    failed,
                    !reasons.isEmpty(),
                    reasons,
                    Math.round(foreign * 1000) / 1000.0,
                    host,
                    Provenance.here(command));
        }
    }

    private static String name(RedisViews.Layout layout) {
        return layout.name().toLowerCase(Locale.ROOT);
    }

    private interface Turn {
        void of(ReadTurns turns) throws Exception;
    }

    /** Who is first is who was second the time before. */
    private void rounds(List<ReadTurns> servers, Turn turn) throws Exception {
        for (int pair = 0; pair < settings.pairs(); pair++) {
            for (int i = 0; i < servers.size(); i++) {
                turn.of(servers.get((i + pair) % servers.size()));
            }
            out.accept(String.format(Locale.ROOT, "pair %d of %d", pair + 1, settings.pairs()));
        }
    }

    /** Whoever answers otherwise does other work. */
    private void requireSameOffers(ReadPeers.Peer redis) {
        List<List<String>> ours = offers(peers.node());
        List<List<String>> theirs = offers(redis);
        for (int i = 0; i < SAMPLE; i++) {
            if (!ours.get(i).equals(theirs.get(i))) {
                throw new IllegalStateException("customer " + OfferShop.customer(sampled(i)) + " is offered "
                        + theirs.get(i) + " by the server over Redis, expected " + ours.get(i));
            }
        }
    }

    /** What some of the customers are offered. */
    private List<List<String>> offers(ReadPeers.Peer peer) {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", peer.port())
                .usePlaintext()
                .build();
        try {
            PersonalizationGrpc.PersonalizationBlockingStub api = PersonalizationGrpc.newBlockingStub(channel);
            List<List<String>> offers = new ArrayList<>();
            for (int i = 0; i < SAMPLE; i++) {
                GetOffersResponse answer = api.getOffers(Asking.request(sampled(i)));
                offers.add(answer.getOffersList().stream().map(Offer::getId).toList());
            }
            return offers;
        } finally {
            channel.shutdownNow();
        }
    }

    private int sampled(int number) {
        return (int) ((long) number * settings.customers() / SAMPLE);
    }
}
