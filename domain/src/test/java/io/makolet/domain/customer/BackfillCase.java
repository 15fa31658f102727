package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Backfill;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.event.Event;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Past;
import io.makolet.domain.segment.PlanOutline;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Transition.Cause;
import io.makolet.domain.segment.Warming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One customer's log of two partitions, a job that reads it, and readers that bring the past to it when other definitions
 * are published: all in a random order, with crashes of the job and of the readers. In the end everything has to be as if
 * the later definitions had been there from the beginning.
 */
final class BackfillCase {

    private static final int PARTITIONS = 2;
    private static final int READERS = 2;
    private static final long HOUR = 60L * 60 * 1000;
    private static final EngineSettings REMEMBERS_ALL = new EngineSettings(Duration.ofDays(36_500));

    private final Random random;
    private final List<Definition> before;
    private final List<Definition> after;
    private final Backfill backfill;
    private final List<List<Event>> log = List.of(new ArrayList<>(), new ArrayList<>());
    private final List<Event> sent = new ArrayList<>();
    private final List<int[]> commands = new ArrayList<>();
    private final int[][] reading = new int[READERS][PARTITIONS];
    private int[] fence = {};
    private long time;

    private Job job = new Job();
    private Job checkpoint = new Job();

    /** The job: its state, how far it has read, and what it has applied, in order. */
    private static final class Job {
        private CustomerState state = new CustomerState("c");
        private int[] read = new int[PARTITIONS];
        private int commandsRead;
        private List<Event> applied = new ArrayList<>();
        private Status phase = Status.RETIRED;

        Job copy() {
            Job copy = new Job();
            copy.state = CustomerStateCodec.decode(CustomerStateCodec.encode(state));
            copy.read = read.clone();
            copy.commandsRead = commandsRead;
            copy.applied = new ArrayList<>(applied);
            copy.phase = phase;
            return copy;
        }
    }

    private final boolean knowsOutlines;
    private final CustomerEngine engineBefore;
    private final CustomerEngine engineWarming;
    private final CustomerEngine engineLive;

    BackfillCase(long seed) {
        random = new Random(seed);
        RandomCase definitions = new RandomCase(seed);
        // A stay begins when its condition becomes known: later than for somebody who was there all along.
        before = RandomCase.withoutStays(definitions.definitions(List.of()));
        after = RandomCase.withoutStays(definitions.definitions(before));
        time = 1_709_000_000_000L;
        SegmentPlan old = SegmentPlan.compile(before);
        SegmentPlan plan = SegmentPlan.compile(after);
        backfill = new Backfill(1, Past.missing(old, plan), Status.WARMING);
        SegmentPlan warming = SegmentPlan.compile(after, Warming.of(List.of(backfill)));
        SegmentPlan live = SegmentPlan.compile(after, Warming.of(List.of(backfill.in(Status.LIVE))));
        knowsOutlines = random.nextBoolean();
        List<PlanOutline> first = knowsOutlines ? List.of(PlanOutline.of(old)) : List.of();
        List<PlanOutline> second = knowsOutlines ? List.of(PlanOutline.of(old), PlanOutline.of(warming)) : List.of();
        engineBefore = new CustomerEngine(old, REMEMBERS_ALL);
        engineWarming = new CustomerEngine(warming, REMEMBERS_ALL, first);
        engineLive = new CustomerEngine(live, REMEMBERS_ALL, second);
    }

    /** Does the later plan keep anything that the earlier one does not? */
    boolean isAboutSomething() {
        return !backfill.ids().isEmpty();
    }

    void run() {
        steps(20 + random.nextInt(60), false);
        job.phase = Status.WARMING;
        visit();
        steps(random.nextInt(10), false);
        job.phase = Status.WARMING;
        // The readers begin when no crash can bring the job back to before the publication.
        checkpoint = job.copy();
        steps(random.nextInt(10), false);
        fence = new int[] {log.get(0).size(), log.get(1).size()};
        steps(30 + random.nextInt(80), true);
        finishReading();
        visit();
        checkpoint = job.copy();
        boolean causeIsKnown = knowsOutlines || !job.state.pasts.isEmpty();
        job.phase = Status.LIVE;
        if (causeIsKnown && job.state.applied() > 0) {
            Outcome outcome = engine().onDefinitions(job.state);
            assertThat(outcome.transitions())
                    .allMatch(transition ->
                            transition.cause() == Cause.BACKFILL || !looksAtWhatWasReadIn(transition.segmentId()));
        }
        checkpoint = job.copy();
        steps(random.nextInt(30), true);
        while (job.read[0] < log.get(0).size() || job.read[1] < log.get(1).size()) {
            readNext();
        }
        if (job.state.applied() > 0) {
            engine().onDefinitions(job.state);
            assertThat(job.state.pasts).isEmpty();
            compare();
        }
    }

    private boolean looksAtWhatWasReadIn(String segment) {
        SegmentPlan plan = engineLive.plan();
        BitSet positions = plan.backfilled().getOrDefault(backfill.number(), new BitSet());
        return IntStream.range(0, plan.size())
                .filter(position -> plan.definition(position).id().equals(segment))
                .anyMatch(positions::get);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        after.forEach(definition -> text.append(definition.id())
                .append(": ")
                .append(definition.body())
                .append('\n'));
        job.applied.forEach(event -> text.append(event.type())
                .append(' ')
                .append(event.time())
                .append(' ')
                .append(event.id())
                .append('\n'));
        commands.forEach(command -> text.append(Arrays.toString(command)).append(' '));
        return text.append("fence ")
                .append(Arrays.toString(fence))
                .append(", ")
                .append(backfill)
                .toString();
    }

    private CustomerEngine engine() {
        return switch (job.phase) {
            case RETIRED -> engineBefore;
            case WARMING -> engineWarming;
            case LIVE -> engineLive;
        };
    }

    private void visit() {
        if (job.state.applied() > 0 && random.nextBoolean()) {
            CustomerState visited = job.copy().state;
            if (engine().onDefinitions(visited).changed()) {
                job.state = visited;
            }
        }
    }

    private void steps(int count, boolean readers) {
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(readers ? 12 : 8)) {
                case 0, 1, 2 -> append();
                case 3, 4, 5 -> readNext();
                case 6 -> job.state = job.copy().state;
                case 7 -> {
                    if (random.nextInt(3) == 0) {
                        job = checkpoint.copy();
                    } else if (random.nextBoolean()) {
                        checkpoint = job.copy();
                    }
                }
                case 8, 9 -> bring(random.nextInt(READERS));
                case 10 -> killReader();
                default -> command();
            }
        }
    }

    private void append() {
        time += random.nextInt(40) * HOUR;
        long at = random.nextInt(5) == 0 ? time - random.nextInt(200) * HOUR : time;
        Event event;
        if (random.nextInt(10) == 0 && !sent.isEmpty()) {
            event = sent.get(random.nextInt(sent.size()));
        } else if (random.nextInt(8) == 0) {
            event = Events.profile(
                    "p" + sent.size(),
                    at,
                    Map.of("time_zone", new ProfileValue.Text(random.nextBoolean() ? "Asia/Jerusalem" : "UTC")),
                    List.of(),
                    Map.of("marketing", random.nextBoolean()));
        } else {
            String type = RandomCase.TYPES[random.nextInt(RandomCase.TYPES.length)];
            String channel = random.nextInt(3) == 0 ? "phone" : "web";
            event = Events.order("e" + sent.size(), type, at, (random.nextInt(9) - 2) * 1_000_000L, channel);
        }
        sent.add(event);
        log.get(partition(event)).add(event);
    }

    /** A second delivery comes where the first one came. */
    private static int partition(Event event) {
        return event.type().equals("cancel") ? 1 : 0;
    }

    private void readNext() {
        int partition = random.nextInt(PARTITIONS);
        int offset = job.read[partition];
        if (offset < log.get(partition).size()) {
            Event event = log.get(partition).get(offset);
            engine().onEvent(job.state, event, partition, offset);
            job.applied.add(event);
            job.read[partition]++;
        }
    }

    /** A reader sends one record more of a partition. */
    private void bring(int reader) {
        int partition = random.nextInt(PARTITIONS);
        if (reading[reader][partition] < fence[partition]) {
            commands.add(new int[] {partition, reading[reader][partition]++});
        }
    }

    /** It begins again at what it had noted: it may have sent more than that. */
    private void killReader() {
        int reader = random.nextInt(READERS);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            reading[reader][partition] -= random.nextInt(reading[reader][partition] + 1);
        }
    }

    private void command() {
        if (job.commandsRead < commands.size()) {
            int[] command = commands.get(job.commandsRead++);
            if (job.state.applied() > 0) {
                Event event = log.get(command[0]).get(command[1]);
                engine().onPast(job.state, backfill.number(), event, command[0], command[1]);
            }
        }
    }

    /** It is live when all commands have come, and whatever lay in the log before the fence has come by itself too. */
    private void finishReading() {
        while (!Arrays.equals(reading[0], fence)) {
            bring(0);
        }
        while (job.commandsRead < commands.size()) {
            command();
        }
        while (job.read[0] < fence[0] || job.read[1] < fence[1]) {
            readNext();
        }
    }

    private void compare() {
        NaiveCustomer cold = new NaiveCustomer("c", after);
        job.applied.forEach(cold::onEvent);
        assertThat(job.state.clock()).isGreaterThanOrEqualTo(cold.clock());
        cold.advanceClock(job.state.clock());
        for (Membership lease : engine().memberships(job.state)) {
            String segment = after.stream()
                    .filter(d -> d.index() == lease.segment())
                    .findFirst()
                    .orElseThrow()
                    .id();
            compare(cold, segment, lease, job.state.clock());
            for (Membership.Flip flip : lease.flips()) {
                compare(cold, segment, lease, flip.at() - 1);
                compare(cold, segment, lease, flip.at());
            }
        }
    }

    private static void compare(NaiveCustomer cold, String segment, Membership lease, long instant) {
        assertThat(lease.at(instant)).as("%s at %d", segment, instant).isEqualTo(cold.at(segment, instant));
    }
}
