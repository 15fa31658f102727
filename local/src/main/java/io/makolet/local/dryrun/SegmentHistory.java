package io.makolet.local.dryrun;

import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Truth;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What became of one segment: who belonged at each instant, and how many came and went until then and on each day (UTC). */
final class SegmentHistory {

    private final List<AsOf> instants;
    private final List<NavigableSet<String>> members = new ArrayList<>();
    private final List<Traffic> until = new ArrayList<>();
    private final Map<String, Truth> last = new HashMap<>();
    private final Map<LocalDate, Traffic> days = new TreeMap<>();

    /** Comings and goings. */
    static final class Traffic {
        private long entries;
        private long exits;

        long entries() {
            return entries;
        }

        long exits() {
            return exits;
        }

        private void count(boolean enters) {
            entries += enters ? 1 : 0;
            exits += enters ? 0 : 1;
        }
    }

    SegmentHistory(List<AsOf> instants) {
        this.instants = instants;
        instants.forEach(instant -> {
            members.add(new TreeSet<>());
            until.add(new Traffic());
        });
    }

    /** Takes in a transition; those of one customer come in order. */
    void add(String customerId, Transition transition) {
        Truth before = last.getOrDefault(customerId, Truth.FALSE);
        last.put(customerId, transition.value());
        boolean enters = transition.value() == Truth.TRUE;
        boolean moves = enters || before == Truth.TRUE;
        if (moves) {
            LocalDate day = Instant.ofEpochMilli(transition.effectiveAt())
                    .atZone(ZoneOffset.UTC)
                    .toLocalDate();
            days.computeIfAbsent(day, date -> new Traffic()).count(enters);
        }
        for (int i = instants.size() - 1; i >= 0 && instants.get(i).millis() >= transition.effectiveAt(); i--) {
            if (moves) {
                until.get(i).count(enters);
            }
            if (enters) {
                members.get(i).add(customerId);
            } else {
                members.get(i).remove(customerId);
            }
        }
    }

    /** Who belonged at the instant with an index, in order of id. */
    NavigableSet<String> members(int instant) {
        return members.get(instant);
    }

    /** How many came and went up to and including the instant with an index. */
    Traffic until(int instant) {
        return until.get(instant);
    }

    /** Days on which anybody came or went. */
    Map<LocalDate, Traffic> days() {
        return days;
    }
}
