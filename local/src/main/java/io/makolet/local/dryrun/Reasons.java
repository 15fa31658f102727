package io.makolet.local.dryrun;

import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.explain.Explainer;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.local.Revision;
import io.makolet.serving.explain.ExplanationAnswer;
import io.makolet.v1.SegmentExplanation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says of single customers why they enter or leave: their state is made anew from their events under either version of the
 * definitions, by the engine that the job has, and explained.
 */
final class Reasons implements Contrast.Explaining {

    private final Version before;
    private final Version after;
    private final Map<String, List<Event>> events;
    private final List<String> languages;

    /**
     * @param events of each customer who will be asked about, in order of time
     * @param languages wanted for the texts, best first
     */
    Reasons(Revision revision, Map<String, List<Event>> events, List<String> languages) {
        this.before = new Version(revision.before());
        this.after = new Version(revision.after());
        this.events = events;
        this.languages = languages;
    }

    @Override
    public List<Reason> why(String customer, String segment, long instant) {
        List<Event> past = events.getOrDefault(customer, List.of()).stream()
                .filter(event -> event.time() <= instant)
                .toList();
        return Reason.between(
                before.explain(customer, past, segment, instant), after.explain(customer, past, segment, instant));
    }

    private final class Version {
        private final CustomerEngine engine;
        private final Explainer explainer;

        Version(Collection<Definition> definitions) {
            SegmentPlan plan = SegmentPlan.compile(definitions);
            this.engine = new CustomerEngine(plan);
            this.explainer = new Explainer(plan);
        }

        Optional<SegmentExplanation> explain(String customer, List<Event> past, String segment, long instant) {
            CustomerState state = new CustomerState(customer);
            past.forEach(event -> engine.onEvent(state, event));
            engine.onTime(state, instant);
            return explainer
                    .explain(customer, state, segment, instant)
                    .map(found -> ExplanationAnswer.of(found, languages).getSegment());
        }
    }
}
