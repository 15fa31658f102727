package io.makolet.domain.segment;

import io.makolet.domain.profile.ProfileValue;
import java.util.Map;

/** What is known of a customer. An {@link Evaluation} reads it, and applies events to the series and traces. */
public interface CustomerFacts {

    /** Whose they are; empty where nobody is meant. */
    String customerId();

    /** The series kept for aggregates, by the aggregate's id; missing where no event has matched yet. */
    Store<Series> series();

    /** What is kept for sequences, by the sequence's id; missing where no event has matched yet. */
    Store<Trace> traces();

    /** Profile fields that are known. */
    Map<String, ProfileValue> profile();

    /** Consent by purpose; what is missing was never given. */
    Map<String, Boolean> consent();

    /** Where the customer stands in the segment with an index, as of the last change of its condition. */
    StayState stay(int segment);

    /** Keeps where the customer stands in the segment with an index. */
    void keepStay(int segment, StayState stay);
}
