package io.makolet.serving.view;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.customer.CustomerView.OfferScore;
import io.makolet.domain.segment.Membership;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/** Writes {@link ViewLayout}. */
final class ViewPacker {

    private ViewPacker() {}

    /** @throws IllegalArgumentException if an index is out of range or comes twice */
    static byte[] pack(CustomerView view) {
        String person = view.person();
        if (person != null) {
            return moved(view, person);
        }
        List<Membership> memberships = inOrder("segment", view.memberships(), Membership::segment);
        List<OfferScore> scores = inOrder("offer", view.scores(), OfferScore::offer);
        int segments = memberships.isEmpty()
                ? 0
                : memberships.get(memberships.size() - 1).segment() + 1;
        int leases = 0;
        int flips = 0;
        for (Membership membership : memberships) {
            leases += isLeased(membership) ? 1 : 0;
            flips += membership.flips().size();
        }
        int offers = scores.isEmpty() ? 0 : scores.get(scores.size() - 1).offer() + 1;
        byte[] consent = ConsentSection.write(view.consent());
        byte[] details = ViewDetails.write(view, memberships);

        int length = ViewLayout.TRUTHS
                + ViewLayout.truthBytes(segments)
                + leases * ViewLayout.LEASE_BYTES
                + flips * ViewLayout.FLIP_BYTES
                + offers * Float.BYTES
                + consent.length
                + details.length;
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        putHead(out, ViewLayout.VERSION, view);
        out.putInt(ViewLayout.SEGMENTS, segments);
        out.putInt(ViewLayout.LEASES, leases);
        out.putInt(ViewLayout.FLIPS, flips);
        out.putInt(ViewLayout.OFFERS, offers);
        out.putInt(ViewLayout.CONSENT_BYTES, consent.length);
        out.putInt(ViewLayout.LENGTH, length);
        out.position(ViewLayout.TRUTHS);
        out.put(truths(memberships, segments));
        putLeases(out, memberships);
        putFlips(out, memberships);
        putScores(out, scores);
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

    private static void putLeases(ByteBuffer out, List<Membership> memberships) {
        int firstFlip = 0;
        for (Membership membership : memberships) {
            if (!isLeased(membership)) {
                continue;
            }
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

    private static void putFlips(ByteBuffer out, List<Membership> memberships) {
        for (Membership membership : memberships) {
            for (Membership.Flip flip : membership.flips()) {
                out.putLong(flip.at()).put(ViewLayout.code(flip.value()));
            }
        }
    }

    private static void putScores(ByteBuffer out, List<OfferScore> scores) {
        int offer = 0;
        for (OfferScore score : scores) {
            for (; offer < score.offer(); offer++) {
                out.putFloat(Float.NaN);
            }
            out.putFloat(score.score());
            offer++;
        }
    }

    /** In order of index, as they nearly always come. */
    private static <T> List<T> inOrder(String what, List<T> items, ToIntFunction<T> index) {
        List<T> sorted = items;
        for (int i = 1; i < items.size() && sorted == items; i++) {
            if (index.applyAsInt(items.get(i - 1)) > index.applyAsInt(items.get(i))) {
                sorted = items.stream().sorted(Comparator.comparingInt(index)).toList();
            }
        }
        int before = -1;
        for (T item : sorted) {
            int at = index.applyAsInt(item);
            if (at < 0 || at >= ViewLayout.MAX_INDEX) {
                throw new IllegalArgumentException(
                        what + " index " + at + ", expected 0 to " + (ViewLayout.MAX_INDEX - 1));
            }
            if (at == before) {
                throw new IllegalArgumentException(what + " index " + at + " twice, expected once");
            }
            before = at;
        }
        return sorted;
    }
}
