package io.makolet.schemas;

import static io.makolet.schemas.PoisonException.invalid;

import io.makolet.avro.Flip;
import io.makolet.avro.OfferScore;
import io.makolet.avro.ProfileField;
import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Customer views from the wire to the domain; {@link ViewWriter} is the way there. */
public final class ViewMapping {

    private ViewMapping() {}

    /** The view in a record. */
    public static CustomerView toDomain(io.makolet.avro.CustomerView value) throws PoisonException {
        List<Membership> memberships = new ArrayList<>(value.getMemberships().size());
        for (io.makolet.avro.Membership membership : value.getMemberships()) {
            memberships.add(membership(membership));
        }
        List<CustomerView.OfferScore> scores = new ArrayList<>(value.getScores().size());
        for (OfferScore score : value.getScores()) {
            scores.add(new CustomerView.OfferScore(score.getOffer(), score.getScore()));
        }
        Instant lastEventTime = value.getLastEventTime();
        return new CustomerView(
                value.getCustomerId(),
                new CustomerView.Version(
                        value.getEra(), value.getMerged(), value.getApplied(), value.getAttempt(), value.getRevision()),
                value.getAsOf().toEpochMilli(),
                value.getLastEventId(),
                lastEventTime == null ? Long.MIN_VALUE : lastEventTime.toEpochMilli(),
                memberships,
                scores,
                profile(value.getProfile()),
                value.getConsent(),
                value.getTraits(),
                value.getPerson(),
                List.copyOf(value.getIds()));
    }

    private static Membership membership(io.makolet.avro.Membership value) throws PoisonException {
        String where = "membership of segment " + value.getSegment();
        List<Membership.Flip> flips = new ArrayList<>(value.getFlips().size());
        for (Flip flip : value.getFlips()) {
            flips.add(
                    new Membership.Flip(flip.getAt().toEpochMilli(), TransitionMapping.truth(flip.getValue(), where)));
        }
        Instant validUntil = value.getValidUntil();
        return new Membership(
                value.getSegment(),
                value.getDefinitionVersion(),
                TransitionMapping.truth(value.getValue(), where),
                value.getSince().toEpochMilli(),
                flips,
                validUntil == null ? Long.MAX_VALUE : validUntil.toEpochMilli(),
                value.getReason());
    }

    static Map<String, ProfileValue> profile(List<ProfileField> fields) throws PoisonException {
        Map<String, ProfileValue> profile = new TreeMap<>();
        for (ProfileField field : fields) {
            ProfileChange change = ProfileMapping.toDomain(field);
            if (change.value() == null) {
                throw invalid("profile field '" + change.field() + "' without a value in a view, expected one");
            }
            profile.put(change.field(), change.value());
        }
        return profile;
    }
}
