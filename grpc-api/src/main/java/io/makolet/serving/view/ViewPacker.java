package io.makolet.serving.view;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.customer.CustomerView.OfferScore;
import io.makolet.domain.segment.Membership;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Writes {@link ViewLayout}. */
final class ViewPacker {

    private ViewPacker() {}

    /** @throws IllegalArgumentException if an index is out of range or comes twice */
    static byte[] pack(CustomerView view) {
        String person = view.person();
        if (person != null) {
            return moved(view, person);
        }
        List<Membership> memberships = view.memberships().stream()
                .sorted(Comparator.comparingInt(Membership::segment))
                .toList();
        int[] indexes = memberships.stream().mapToInt(Membership::segment).toArray();
        requireDistinct("segment", indexes);
        requireDistinct(
                "offer",
                view.scores().stream().mapToInt(OfferScore::offer).sorted().toArray());
        List<Membership> leased =
                memberships.stream().filter(ViewPacker::isLeased).toList();
        int segments = indexes.length == 0 ? 0 : indexes[indexes.length - 1] + 1;
        int flips = leased.stream().mapToInt(m -> m.flips().size()).sum();
        int offers = view.scores().stream().mapToInt(s -> s.offer() + 1).max().orElse(0);
        byte[] consent = ConsentSection.write(view.consent());
        byte[] details = ViewDetails.write(view, memberships);

        int length = ViewLayout.TRUTHS
                + ViewLayout.truthBytes(segments)
                + leased.size() * ViewLayout.LEASE_BYTES
                + flips * ViewLayout.FLIP_BYTES
                + offers * Float.BYTES
                + consent.length
                + details.length;
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        putHead(out, ViewLayout.VERSION, view);
        out.putInt(ViewLayout.SEGMENTS, segments);
        out.putInt(ViewLayout.LEASES, leased.size());
        out.putInt(ViewLayout.FLIPS, flips);
        out.putInt(ViewLayout.OFFERS, offers);
        out.putInt(ViewLayout.CONSENT_BYTES, consent.length);
        out.putInt(ViewLayout.LENGTH, length);
        out.position(ViewLayout.TRUTHS);
        out.put(truths(memberships, segments));
        putLeases(out, leased);
        leased.stream()
                .flatMap(m -> m.flips().stream())
                .forEach(f -> out.putLong(f.at()).put(ViewLayout.code(f.value())));
        for (float score : scores(view.scores(), offers)) {
            out.putFloat(score);
        }
        return out.put(consent).put(details).array();
    }

    /** The view of an id that is another person's. */
    private static byte[] moved(CustomerView view, String person) {
        byte[] name = person.getBytes(StandardCharsets.UTF_8);
        int length = ViewLayout.MOVED_NAME + name.length;
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        putHead(out, ViewLayout.MOVED, view);
        return out.putInt(ViewLayout.MOVED_LENGTH, length)
                .put(ViewLayout.MOVED_NAME, name)
                .array();
    }

    private static void putHead(ByteBuffer out, byte format, CustomerView view) {
        out.put(ViewLayout.FORMAT, format);
        out.putInt(ViewLayout.ERA, view.version().era());
        out.putLong(ViewLayout.APPLIED, view.version().applied());
        out.putLong(ViewLayout.ATTEMPT, view.version().attempt());
        out.putLong(ViewLayout.REVISION, view.version().revision());
        out.putLong(ViewLayout.AS_OF, view.asOf());
        out.putLong(ViewLayout.MERGED, view.version().merged());
    }

    private static boolean isLeased(Membership membership) {
        return !membership.flips().isEmpty() || membership.validUntil() != Long.MAX_VALUE;
    }

    private static byte[] truths(List<Membership> memberships, int segments) {
        byte[] result = new byte[ViewLayout.truthBytes(segments)];
        for (Membership membership : memberships) {
            int code = isLeased(membership) ? ViewLayout.LEASED : ViewLayout.code(membership.value());
            result[membership.segment() >> 2] |= (byte) (code << ((membership.segment() & 3) << 1));
        }
        return result;
    }

    private static void putLeases(ByteBuffer out, List<Membership> leased) {
        int firstFlip = 0;
        for (Membership membership : leased) {
            int count = membership.flips().size();
            if (count > 0xffff) {
                throw new IllegalArgumentException(
                        count + " flips of segment " + membership.segment() + ", expected at most " + 0xffff);
            }
            out.putInt(membership.segment()).putInt(firstFlip).putShort((short) count);
            out.put(ViewLayout.code(membership.value())).put((byte) 0).putLong(membership.validUntil());
            firstFlip += count;
        }
    }

    private static float[] scores(List<OfferScore> scores, int offers) {
        float[] result = new float[offers];
        Arrays.fill(result, Float.NaN);
        scores.forEach(s -> result[s.offer()] = s.score());
        return result;
    }

    private static void requireDistinct(String what, int[] sorted) {
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] < 0 || sorted[i] >= ViewLayout.MAX_INDEX) {
                throw new IllegalArgumentException(
                        what + " index " + sorted[i] + ", expected 0 to " + (ViewLayout.MAX_INDEX - 1));
            }
            if (i > 0 && sorted[i] == sorted[i - 1]) {
                throw new IllegalArgumentException(what + " index " + sorted[i] + " twice, expected once");
            }
        }
    }
}
