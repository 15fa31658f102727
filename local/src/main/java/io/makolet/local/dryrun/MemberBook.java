package io.makolet.local.dryrun;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.makolet.domain.segment.Transition;
import io.makolet.local.dryrun.DryRunReport.AtInstant;
import io.makolet.local.dryrun.DryRunReport.OnDay;
import io.makolet.local.dryrun.DryRunReport.Overlap;
import io.makolet.local.dryrun.DryRunReport.Size;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;

/** Who belonged to which segment when: the transitions of a dry-run, folded. */
final class MemberBook {

    private static final int SHOWN_MEMBERS = 5;

    private final List<AsOf> instants;
    private final Map<String, SegmentHistory> segments = new TreeMap<>();

    MemberBook(List<AsOf> instants, Collection<String> segmentIds) {
        this.instants = instants;
        segmentIds.forEach(id -> segments.put(id, new SegmentHistory(instants)));
    }

    void add(String customerId, Transition transition) {
        Objects.requireNonNull(segments.get(transition.segmentId()), transition.segmentId())
                .add(customerId, transition);
    }

    List<AtInstant> atInstants(Sample sample, long customers) {
        List<AtInstant> result = new ArrayList<>();
        for (int i = 0; i < instants.size(); i++) {
            List<Size> sizes = new ArrayList<>();
            for (Map.Entry<String, SegmentHistory> segment : segments.entrySet()) {
                NavigableSet<String> members = segment.getValue().members(i);
                SegmentHistory.Traffic until = segment.getValue().until(i);
                sizes.add(new Size(
                        segment.getKey(),
                        sample.estimate(members.size()),
                        sample.interval(members.size()),
                        customers == 0 ? 0 : (double) members.size() / customers,
                        until.entries(),
                        until.exits(),
                        members.stream().limit(SHOWN_MEMBERS).toList()));
            }
            result.add(new AtInstant(instants.get(i).text(), sizes, overlaps(i)));
        }
        return result;
    }

    List<OnDay> perDay() {
        List<OnDay> result = new ArrayList<>();
        segments.forEach((id, history) -> history.days()
                .forEach((day, counts) -> result.add(new OnDay(id, day.toString(), counts.entries(), counts.exits()))));
        return result;
    }

    void writeMembers(Writer out) throws IOException {
        // Else long texts are quoted unseen, and whoever splits the lines at commas would find the quotes in them.
        CsvMapper mapper = CsvMapper.builder()
                .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
                .build();
        CsvSchema columns = CsvSchema.builder()
                .addColumn("as_of")
                .addColumn("segment")
                .addColumn("customer_id")
                .setUseHeader(true)
                .build();
        try (SequenceWriter rows =
                mapper.writerFor(String[].class).with(columns).writeValues(out)) {
            for (int i = 0; i < instants.size(); i++) {
                for (Map.Entry<String, SegmentHistory> segment : segments.entrySet()) {
                    for (String customer : segment.getValue().members(i)) {
                        rows.write(new String[] {instants.get(i).text(), segment.getKey(), customer});
                    }
                }
            }
        }
    }

    private List<Overlap> overlaps(int instant) {
        List<Overlap> result = new ArrayList<>();
        List<String> ids = List.copyOf(segments.keySet());
        for (int a = 0; a < ids.size(); a++) {
            NavigableSet<String> first = members(ids.get(a), instant);
            for (int b = a + 1; b < ids.size(); b++) {
                NavigableSet<String> second = members(ids.get(b), instant);
                long both = first.stream().filter(second::contains).count();
                if (both > 0) {
                    double share = (double) both / Math.min(first.size(), second.size());
                    result.add(new Overlap(ids.get(a), ids.get(b), both, share));
                }
            }
        }
        return result;
    }

    /** Who belonged to a segment at the instant with an index, in order of id; nobody where there is no such segment. */
    NavigableSet<String> members(String segment, int instant) {
        SegmentHistory history = segments.get(segment);
        return history == null ? Collections.emptyNavigableSet() : history.members(instant);
    }
}
