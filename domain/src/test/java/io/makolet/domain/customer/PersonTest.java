package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.definition.Backfill;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Past;
import io.makolet.domain.segment.PlanOutline;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Transition.Cause;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Warming;
import io.makolet.domain.segment.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersonTest {

    private static final long T = 1_700_000_000_000L;

    private static final List<Definition> BUYERS =
            List.of(Conditions.segment("buyers", 0, Conditions.purchases(Window.LIFETIME, 2)));

    private final CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(BUYERS));
    private final Person ann = new Person("ann");

    @Test
    void countsWhatWasDoneBeforeSigningIn() {
        CustomerState visitor = lived("visitor", purchase("1", T));
        ann.join(lived("ann", purchase("2", T + 5)), 1, engine);
        Outcome merged = ann.join(visitor, 1, engine);

        assertThat(merged.changed()).isTrue();
        assertThat(merged.transitions())
                .containsExactly(new Transition("buyers", 1, 1, Truth.TRUE, T + 5, Cause.MERGE, null));
        assertThat(ann.ids()).containsExactly("ann", "visitor");
    }

    @Test
    void takesAMergeBack() {
        ann.join(lived("ann", purchase("2", T + 5)), 1, engine);
        ann.join(lived("visitor", purchase("1", T)), 1, engine);
        ann.onEvent("visitor", purchase("3", T + 9), 0, 0, engine);
        Outcome apart = restored(ann).leave("visitor", "visitor", 1, engine);

        assertThat(apart.transitions())
                .containsExactly(new Transition("buyers", 1, 2, Truth.FALSE, T + 9, Cause.MERGE, null));
    }

    @Test
    void saysNothingBeforeTheIdHasComeThatHasItsName() {
        assertThat(ann.join(lived("visitor", purchase("1", T), purchase("2", T + 1)), 1, engine)
                        .changed())
                .isFalse();
        assertThat(ann.isNamed()).isFalse();
        assertThat(ann.onTime(T + 2, engine).changed()).isFalse();
        assertThat(ann.join(new CustomerState("ann"), 1, engine).transitions())
                .extracting(Transition::value)
                .containsExactly(Truth.TRUE);
    }

    @Test
    void endsMembershipsOfWhoIsAnotherPersonNowAndGoesOnWhenTheyReturn() {
        ann.join(lived("ann", purchase("1", T), purchase("2", T + 1)), 1, engine);
        Outcome gone = ann.leave("ann", "bob", 1, engine);
        assertThat(gone.transitions())
                .containsExactly(new Transition("buyers", 1, 2, Truth.FALSE, T + 1, Cause.MERGE, null));
        assertThat(gone.nextTimer()).isEqualTo(Long.MAX_VALUE);

        Person kept = restored(ann);
        assertThat(kept.goneTo()).isEqualTo("bob");
        assertThat(kept.join(lived("ann", purchase("1", T), purchase("2", T + 1), purchase("3", T + 2)), 1, engine)
                        .transitions())
                .containsExactly(new Transition("buyers", 1, 3, Truth.TRUE, T + 2, Cause.MERGE, null));
        assertThat(kept.goneTo()).isNull();
    }

    @Test
    void tellsItsViewInAnOrderThatOnlyGrows() {
        CustomerState own = lived("ann", purchase("1", T));
        CustomerState other = lived("visitor", purchase("2", T), purchase("3", T));
        ann.join(own, 1, engine);
        assertThat(ann.told().applied()).isEqualTo(1);
        ann.join(other, 1, engine);
        assertThat(ann.told().applied()).isEqualTo(3);
        long revision = ann.told().revision;
        ann.leave("visitor", "visitor", 1, engine);
        assertThat(ann.told().applied()).isEqualTo(3);
        assertThat(ann.told().revision).isGreaterThan(revision);
    }

    @Test
    void countsWhatABackfillBroughtToTheirIds() {
        SegmentPlan nothing = SegmentPlan.compile(List.of());
        Set<Long> missing = Past.missing(nothing, SegmentPlan.compile(BUYERS));
        Backfill backfill = new Backfill(1, missing, Status.WARMING);
        SegmentPlan warming = SegmentPlan.compile(BUYERS, Warming.of(List.of(backfill)));
        SegmentPlan live = SegmentPlan.compile(BUYERS, Warming.of(List.of(backfill.in(Status.LIVE))));
        CustomerEngine reading = new CustomerEngine(warming, EngineSettings.DEFAULT, outlines(nothing));
        CustomerEngine read = new CustomerEngine(live, EngineSettings.DEFAULT, outlines(nothing, warming));
        CustomerEngine before = new CustomerEngine(nothing);
        ann.join(lived(before, "ann", purchase("2", T + 5)), 1, before);
        ann.join(lived(before, "visitor", purchase("1", T)), 1, before);

        ann.onPast("ann", 1, purchase("2", T + 5), 0, 0, reading);
        ann.onPast("visitor", 1, purchase("1", T), 0, 1, reading);

        assertThat(restored(ann).onDefinitions(T + 9, false, read).transitions())
                .containsExactly(new Transition("buyers", 1, 1, Truth.TRUE, T + 5, Cause.BACKFILL, null));
    }

    private static List<PlanOutline> outlines(SegmentPlan... plans) {
        return Arrays.stream(plans).map(PlanOutline::of).toList();
    }

    @Test
    void passesOverAnEventOfAnIdThatIsNotTheirs() {
        ann.join(lived("ann", purchase("1", T)), 1, engine);
        assertThat(ann.onEvent("visitor", purchase("2", T), 0, 0, engine).duplicate())
                .isTrue();
        assertThat(ann.told().applied()).isEqualTo(1);
    }

    @Test
    void forgetsWhatHappenedUnderAnId() {
        ann.join(lived("ann", purchase("2", T + 5)), 1, engine);
        ann.join(lived("visitor", purchase("1", T)), 1, engine);
        assertThat(ann.forget("visitor", 1, engine).transitions())
                .containsExactly(new Transition("buyers", 1, 2, Truth.FALSE, T + 5, Cause.MERGE, null));
        assertThat(ann.ids()).containsExactly("ann");
        assertThat(ann.forget("visitor", 1, engine).changed()).isFalse();
    }

    @Test
    void refusesBytesOfALaterVersionAndDamagedOnes() {
        ann.join(lived("ann", purchase("1", T)), 1, engine);
        byte[] bytes = PersonCodec.encode(ann);
        byte[] later = bytes.clone();
        later[0] = 9;
        assertThatThrownBy(() -> PersonCodec.decode(later)).hasMessage("person of version 9, expected 1");
        assertThatThrownBy(() -> PersonCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessage("person goes on behind its end");
        assertThatThrownBy(() -> PersonCodec.decode(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(PersonCodec.encode(PersonCodec.decode(bytes))).isEqualTo(bytes);
    }

    private CustomerState lived(String id, Event... events) {
        return lived(engine, id, events);
    }

    private static CustomerState lived(CustomerEngine engine, String id, Event... events) {
        CustomerState state = new CustomerState(id);
        for (Event event : events) {
            engine.onEvent(state, event);
        }
        return state;
    }

    private static Person restored(Person person) {
        return PersonCodec.decode(PersonCodec.encode(person));
    }

    private static Event purchase(String id, long time) {
        return Events.order(id, "purchase", time, 1_000_000, "web");
    }
}
