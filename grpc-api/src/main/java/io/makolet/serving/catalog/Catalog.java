package io.makolet.serving.catalog;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.OfferBody;
import io.makolet.domain.definition.Definition.ProfileBody;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.definition.ProfileDeclaration;
import io.makolet.domain.segment.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The live definitions at one time. Immutable. */
public final class Catalog {

    /** Without any definition. */
    public static final Catalog EMPTY = of(List.of());

    private final List<LiveSegment> segments;
    private final Map<String, LiveSegment> segmentsById;
    private final List<LiveOffer> offers;
    private final Map<String, List<LiveOffer>> offersByPlacement = new HashMap<>();
    private final List<LiveOffer> offersOfAnyPlacement;
    private final Map<String, ProfileDeclaration.Field> profileFields = new HashMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    private Catalog(List<LiveSegment> segments, Map<String, LiveSegment> segmentsById, List<LiveOffer> offers) {
        this.segments = List.copyOf(segments);
        this.segmentsById = Map.copyOf(segmentsById);
        this.offers = List.copyOf(offers);
        this.offersOfAnyPlacement =
                offers.stream().filter(offer -> offer.placements().isEmpty()).toList();
        offers.stream()
                .flatMap(offer -> offer.placements().stream())
                .distinct()
                .forEach(placement -> offersByPlacement.put(
                        placement,
                        offers.stream()
                                .filter(offer -> offer.showsAt(placement))
                                .toList()));
    }

    /**
     * The live ones among published definitions.
     *
     * @throws IllegalArgumentException if the eligibility of an offer isn't over segments
     */
    public static Catalog of(Collection<Definition> definitions) {
        return of(definitions, Map.of(), List.of());
    }

    /**
     * The live ones among published definitions.
     *
     * @param since by key, the offset of the definition since which each asks for what it does; {@link Long#MIN_VALUE} or
     *     missing for long ago
     * @param backfills how far the past has been read in that they look at
     * @throws IllegalArgumentException if the eligibility of an offer isn't over segments
     */
    public static Catalog of(
            Collection<Definition> definitions, Map<String, Long> since, Collection<KnownSince.Told> backfills) {
        List<Definition> live = definitions.stream()
                .filter(d -> d.status() == Definition.Status.LIVE)
                .sorted(Comparator.comparing(Definition::id))
                .toList();
        Map<String, Definition> liveById = new HashMap<>();
        live.stream().filter(d -> d.body() instanceof SegmentBody).forEach(d -> liveById.put(d.id(), d));
        Map<String, Long> known = KnownSince.of(live, backfills);
        List<LiveSegment> segments = new ArrayList<>();
        for (Definition definition : live) {
            if (definition.body() instanceof SegmentBody body) {
                long own = since.getOrDefault(definition.key(), Long.MIN_VALUE);
                long latest = latest(definition, liveById, since, new HashSet<>());
                long both = Math.max(latest, known.getOrDefault(definition.id(), Long.MIN_VALUE));
                segments.add(new LiveSegment(definition, body.segment(), both, own == latest));
            }
        }
        Map<String, LiveSegment> byId = new HashMap<>();
        segments.forEach(segment -> byId.put(segment.id(), segment));
        List<LiveOffer> offers = new ArrayList<>();
        for (Definition definition : live) {
            if (definition.body() instanceof OfferBody body) {
                offers.add(new LiveOffer(definition, body.offer(), byId));
            }
        }
        Catalog catalog = new Catalog(segments, byId, offers);
        for (Definition definition : live) {
            if (definition.body() instanceof ProfileBody body) {
                body.profile().fields().forEach(field -> catalog.profileFields.put(field.name(), field));
            }
        }
        live.forEach(definition -> catalog.counts.merge(definition.body().kind(), 1, Integer::sum));
        return catalog;
    }

    /** Since when a segment, and all those that it refers to, ask for what they do. */
    private static long latest(
            Definition definition, Map<String, Definition> live, Map<String, Long> since, Set<String> seen) {
        long latest = since.getOrDefault(definition.key(), Long.MIN_VALUE);
        if (seen.add(definition.id()) && definition.body() instanceof SegmentBody body) {
            for (Condition part : body.segment().when().all().toList()) {
                Definition other = part instanceof Condition.In in ? live.get(in.segmentId()) : null;
                latest = other == null ? latest : Math.max(latest, latest(other, live, since, seen));
            }
        }
        return latest;
    }

    /**
     * Checks that a definition can be used.
     *
     * @throws IllegalArgumentException if the eligibility of an offer isn't over segments
     */
    public static void check(Definition definition) {
        if (definition.body() instanceof OfferBody body) {
            Eligibility.of(body.offer().eligible(), Map.of());
        }
    }

    /** Live segments in order of id. */
    public List<LiveSegment> segments() {
        return segments;
    }

    /** The live segment of an id; null where there is none. */
    public @Nullable LiveSegment segment(String id) {
        return segmentsById.get(id);
    }

    /** Live offers that may be shown at a placement, in order of id; all of them where it is empty. */
    public List<LiveOffer> offersAt(String placement) {
        return placement.isEmpty() ? offers : offersByPlacement.getOrDefault(placement, offersOfAnyPlacement);
    }

    /** The declared profile field of a name; null where there is none. */
    public ProfileDeclaration.@Nullable Field profileField(String name) {
        return profileFields.get(name);
    }

    /** Number of live definitions by kind. */
    public Map<String, Integer> counts() {
        return counts;
    }
}
