package io.makolet.definitions;

import java.util.List;

/**
 * Definitions without a problem.
 *
 * @param drafts in an order in which they can be published: profiles, then segments, each after those it is made of, then
 *     offers
 * @param eventTypes the shop's own types of event
 * @param measurements what the published cut points divide the customers by
 */
public record Drafts(List<Draft> drafts, List<OwnEventType> eventTypes, List<Measurement> measurements)
        implements Checked {
    public Drafts {
        measurements = List.copyOf(measurements);
        drafts = List.copyOf(drafts);
        eventTypes = List.copyOf(eventTypes);
    }
}
