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
import org.jspecify.annotations.Nullable;

/** Customer views between the wire and the domain. */
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
                new CustomerView.Version(value.getEra(), value.getApplied(), value.getAttempt(), value.getRevision()),
                value.getAsOf().toEpochMilli(),
                value.getLastEventId(),
                lastEventTime == null ? Long.MIN_VALUE : lastEventTime.toEpochMilli(),
                memberships,
                scores,
                profile(value.getProfile()),
                value.getConsent(),
                value.getTraits());
    }

    /** The record of a view; equal views give equal bytes. */
    public static io.makolet.avro.CustomerView toAvro(CustomerView view) {
        io.makolet.avro.CustomerView value = new io.makolet.avro.CustomerView();
        value.setCustomerId(view.customerId());
        value.setEra(view.version().era());
        value.setApplied(view.version().applied());
        value.setAttempt(view.version().attempt());
        value.setRevision(view.version().revision());
        value.setAsOf(Instant.ofEpochMilli(view.asOf()));
        value.setLastEventId(view.lastEventId());
        value.setLastEventTime(instantUnless(Long.MIN_VALUE, view.lastEventTime()));
        List<io.makolet.avro.Membership> memberships =
                new ArrayList<>(view.memberships().size());
        for (Membership membership : view.memberships()) {
            memberships.add(membership(membership));
        }
        value.setMemberships(memberships);
        List<OfferScore> scores = new ArrayList<>(view.scores().size());
        for (CustomerView.OfferScore score : view.scores()) {
            scores.add(new OfferScore(score.offer(), score.score()));
        }
        value.setScores(scores);
        List<ProfileField> profile = new ArrayList<>(view.profile().size());
        new TreeMap<>(view.profile())
                .forEach((field, of) -> profile.add(ProfileMapping.toAvro(new ProfileChange(field, of))));
        value.setProfile(profile);
        value.setConsent(new TreeMap<>(view.consent()));
        value.setTraits(new TreeMap<>(view.traits()));
        return value;
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

    private static io.makolet.avro.Membership membership(Membership membership) {
        io.makolet.avro.Membership value = new io.makolet.avro.Membership();
        value.setSegment(membership.segment());
        value.setDefinitionVersion(membership.definitionVersion());
        value.setValue(membership.value().code());
        value.setSince(Instant.ofEpochMilli(membership.since()));
        List<Flip> flips = new ArrayList<>(membership.flips().size());
        for (Membership.Flip flip : membership.flips()) {
            flips.add(new Flip(Instant.ofEpochMilli(flip.at()), flip.value().code()));
        }
        value.setFlips(flips);
        value.setValidUntil(instantUnless(Long.MAX_VALUE, membership.validUntil()));
        value.setReason(membership.reason());
        return value;
    }

    private static Map<String, ProfileValue> profile(List<ProfileField> fields) throws PoisonException {
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

    private static @Nullable Instant instantUnless(long none, long millis) {
        return millis == none ? null : Instant.ofEpochMilli(millis);
    }
}
