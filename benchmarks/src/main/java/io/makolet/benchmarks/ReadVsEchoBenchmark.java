package io.makolet.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What does it cost to answer with a customer's best offers, compared with the floor under every gRPC server in Java: one
 * that answers the same bytes each time? Both take turns on one processor; who asks has another one.
 */
public final class ReadVsEchoBenchmark {

    static final String METHOD = "makolet.v1.Personalization/GetOffers";
    private static final double STEADY_SHARE = 0.3;
    private static final double SETTLE_SECONDS = 0.5;

    /**
     * How it is measured.
     *
     * @param customers of whom something is known
     * @param hot customers who are asked for again and again
     * @param pairs of turns
     * @param seconds of each turn at full load, and of each at a steady rate
     * @param warmUpSeconds before, at least; 0 for none
     * @param viewsPerSecond that are applied beside, a multiple of 100
     */
    public record Settings(
            int customers, int hot, int pairs, double seconds, double warmUpSeconds, int viewsPerSecond) {

        /** What the goals are about. */
        public static final Settings STANDARD = new Settings(1_000_000, 1_000, 7, 4, 60, 2_000);

        /** The same with other numbers of customers, pairs and seconds. */
        public Settings with(int newCustomers, int newPairs, double newSeconds) {
            return new Settings(
                    newCustomers, Math.min(hot, newCustomers), newPairs, newSeconds, warmUpSeconds, viewsPerSecond);
        }
    }

    private final ReadPeers peers;
    private final ReadPeers.Other<Integer> echoes;
    private final Settings settings;
    private final Consumer<String> out;
    private long viewsSent;
    private double viewsSeconds;

    /**
     * @param echoes starts an echo that answers with so many bytes
     * @param out takes lines that say how far it is
     */
    public ReadVsEchoBenchmark(
            ReadPeers peers, ReadPeers.Other<Integer> echoes, Settings settings, Consumer<String> out) {
        this.peers = peers;
        this.echoes = echoes;
        this.settings = settings;
        this.out = out;
    }

    /** Measures. */
    public ReadVsEchoReport run(String command) throws Exception {
        try (ServedShop shop = ServedShop.open(peers, settings.customers(), out)) {
            int bytes = shop.answerBytes();
            ReadPeers.Peer echo = echoes.start(bytes);
            List<Long> all = new ArrayList<>(peers.processes());
            all.addAll(echo.processes());
            Asking hot = new Asking(settings.hot(), settings.customers(), 1);
            Asking any = new Asking(settings.customers(), settings.customers(), 2);
            ReadTurns floor = new ReadTurns(echo, EchoServer.METHOD, any);
            ReadTurns ours = new ReadTurns(peers.node(), METHOD, hot);
            ReadTurns oursAny = new ReadTurns(peers.node(), METHOD, any);
            ReadTurns floorBeside = new ReadTurns(echo, EchoServer.METHOD, any);
            ReadTurns beside = new ReadTurns(peers.node(), METHOD, hot);
            ReadTurns besideAny = new ReadTurns(peers.node(), METHOD, any);
            out.accept("warming up");
            shop.feed().setRate(settings.viewsPerSecond());
            warmUp(all, List.of(floor, ours, oursAny), settings);
            shop.feed().setRate(0);
            Pace.pause(SETTLE_SECONDS);
            double loopBefore = HostSpeed.loopMillis();
            MachineLoad load = new MachineLoad(all);
            out.accept("alone");
            double rate = rounds(0, shop, floor, List.of(ours, oursAny));
            out.accept("beside " + settings.viewsPerSecond() + " views a second");
            rounds(rate, shop, floorBeside, List.of(beside, besideAny));
            double foreign = load.share().foreign();
            HostSpeed host = new HostSpeed(loopBefore, HostSpeed.loopMillis());
            Map<String, Ratios> ratios = new LinkedHashMap<>();
            put(ratios, "hot", ours, floor);
            put(ratios, "any", oursAny, floor);
            put(ratios, "hot_beside_views", beside, floorBeside);
            put(ratios, "any_beside_views", besideAny, floorBeside);
            Map<String, ReadVsEchoReport.Of> servers = new LinkedHashMap<>();
            servers.put("echo", floor.of());
            servers.put("hot", ours.of());
            servers.put("any", oursAny.of());
            servers.put("hot_beside_views", beside.of());
            servers.put("any_beside_views", besideAny.of());
            long failed = 0;
            for (ReadTurns turns : List.of(floor, ours, oursAny, floorBeside, beside, besideAny)) {
                failed += turns.failed();
            }
            List<String> reasons =
                    ReadTurns.reasons(foreign, host, failed, shop.feed().failure());
            return new ReadVsEchoReport(
                    "read-vs-echo",
                    ratios,
                    servers,
                    settings.customers(),
                    settings.hot(),
                    OfferShop.OFFERS,
                    any.bytes(),
                    bytes,
                    Math.round(floor.perSecond()),
                    Math.round(rate),
                    Math.round(viewsSent / Math.max(1e-9, viewsSeconds)),
                    failed,
                    !reasons.isEmpty(),
                    reasons,
                    Math.round(foreign * 1000) / 1000.0,
                    host,
                    Provenance.here(command));
        }
    }

    private static void put(Map<String, Ratios> ratios, String which, ReadTurns ours, ReadTurns floor) {
        ratios.put("cpu_" + which, ours.costOver(floor));
        ratios.put("p99_" + which, ours.latencyOver(floor));
    }

    /** Has the servers answer until their compilers have settled. */
    static void warmUp(List<Long> processes, List<ReadTurns> servers, Settings settings) throws Exception {
        WarmUp.until(processes, settings.warmUpSeconds(), () -> {
            for (ReadTurns server : servers) {
                server.warmUp(settings.seconds());
            }
        });
    }

    /**
     * All pairs: first what answers cost, which tells the rate at which latencies are then measured.
     *
     * @param given rate of an earlier call; 0 for none, where nothing is applied beside
     * @return the rate
     */
    private double rounds(double given, ServedShop shop, ReadTurns floor, List<ReadTurns> nodes) throws Exception {
        for (int pair = 0; pair < settings.pairs(); pair++) {
            turns(pair, given > 0, shop, floor, nodes, turns -> turns.full(settings.seconds()));
        }
        double rate = given > 0 ? given : floor.perSecond() * STEADY_SHARE;
        floor.warmUpSteady(rate, settings.seconds());
        for (ReadTurns node : nodes) {
            node.warmUpSteady(rate, settings.seconds());
        }
        for (int pair = 0; pair < settings.pairs(); pair++) {
            turns(pair, given > 0, shop, floor, nodes, turns -> turns.steady(rate, settings.seconds()));
        }
        return rate;
    }

    private interface Turn {
        void of(ReadTurns turns) throws Exception;
    }

    /** One pair; who is first alternates. Views are applied in the node's turns only: the echo has the processor alone. */
    private void turns(int pair, boolean beside, ServedShop shop, ReadTurns floor, List<ReadTurns> nodes, Turn turn)
            throws Exception {
        if (pair % 2 == 0) {
            turn.of(floor);
        }
        if (beside) {
            shop.feed().setRate(settings.viewsPerSecond());
            Pace.pause(SETTLE_SECONDS);
        }
        long sentBefore = shop.feed().sent();
        long began = System.nanoTime();
        for (ReadTurns node : nodes) {
            turn.of(node);
        }
        if (beside) {
            viewsSent += shop.feed().sent() - sentBefore;
            viewsSeconds += (System.nanoTime() - began) / 1e9;
            shop.feed().setRate(0);
            Pace.pause(SETTLE_SECONDS);
        }
        if (pair % 2 == 1) {
            turn.of(floor);
        }
        out.accept(String.format(
                Locale.ROOT,
                "pair %d of %d: echo %s, node %s",
                pair + 1,
                settings.pairs(),
                floor.last(),
                nodes.stream().map(ReadTurns::last).collect(Collectors.joining(" and "))));
    }
}
