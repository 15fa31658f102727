package io.makolet.serving.view;

import static io.makolet.serving.view.ViewLayout.FLIP_BYTES;
import static io.makolet.serving.view.ViewLayout.INT;
import static io.makolet.serving.view.ViewLayout.LEASED;
import static io.makolet.serving.view.ViewLayout.LEASE_BYTES;
import static io.makolet.serving.view.ViewLayout.LONG;
import static io.makolet.serving.view.ViewLayout.SHORT;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Truth;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored customer view, read in place: what ranking asks is found by offsets, without parsing.
 *
 * <p>It reads the buffer it was made over and is good for as long as that keeps its bytes. See {@link ViewLayout}.
 */
public final class PackedView {

    /** Where a membership without a lease has it. */
    public static final int NO_LEASE = -1;

    private static final byte[] NOBODY = {};

    private byte[] bytes = {};
    private byte[] key = NOBODY;
    private boolean moved;
    private int length;
    private int segments;
    private int leases;
    private int offers;
    private int leasesAt;
    private int flipsAt;
    private int scoresAt;
    private int consentAt;
    private int detailsAt;

    /**
     * The view in the first {@code length} bytes of a buffer.
     *
     * @throws IllegalArgumentException if they are of another format, or not all of a view
     */
    public PackedView(byte[] bytes, int length) {
        point(bytes, length);
    }

    /** One that is to be pointed at a view. */
    public PackedView() {}

    /**
     * From now on, the view in the first {@code length} bytes of a buffer.
     *
     * @throws IllegalArgumentException if they are of another format, or not all of a view
     */
    public void point(byte[] bytes, int length) {
        moved = length >= ViewLayout.MOVED_NAME && bytes[ViewLayout.FORMAT] == ViewLayout.MOVED;
        if (moved) {
            pointMoved(bytes, length);
            return;
        }
        if (length < ViewLayout.TRUTHS || bytes[ViewLayout.FORMAT] != ViewLayout.VERSION) {
            throw new IllegalArgumentException("stored view of " + length + " bytes in format "
                    + (length > 0 ? bytes[ViewLayout.FORMAT] : "none") + ", expected format " + ViewLayout.VERSION);
        }
        this.bytes = bytes;
        this.length = length;
        this.segments = intAt(ViewLayout.SEGMENTS);
        this.leases = intAt(ViewLayout.LEASES);
        this.offers = intAt(ViewLayout.OFFERS);
        this.leasesAt = ViewLayout.TRUTHS + ViewLayout.truthBytes(segments);
        this.flipsAt = leasesAt + leases * LEASE_BYTES;
        this.scoresAt = flipsAt + intAt(ViewLayout.FLIPS) * FLIP_BYTES;
        this.consentAt = scoresAt + offers * Float.BYTES;
        this.detailsAt = consentAt + intAt(ViewLayout.CONSENT_BYTES);
        if (intAt(ViewLayout.LENGTH) != length || detailsAt > length) {
            throw new IllegalArgumentException("stored view of " + length + " bytes, expected the "
                    + intAt(ViewLayout.LENGTH) + " bytes it was written with");
        }
    }

    /** There is nothing in it but whose it is. */
    private void pointMoved(byte[] view, int size) {
        bytes = view;
        length = size;
        segments = 0;
        leases = 0;
        offers = 0;
        leasesAt = size;
        flipsAt = size;
        scoresAt = size;
        consentAt = size;
        detailsAt = size;
        int written = intAt(ViewLayout.MOVED_LENGTH);
        if (written != size) {
            throw new IllegalArgumentException(
                    "stored view of " + size + " bytes, expected the " + written + " bytes it was written with");
        }
    }

    /** The id under which it is stored, UTF-8, if whoever points says so. */
    public byte[] key() {
        return key;
    }

    /** The view is stored under an id. */
    public void under(byte[] id) {
        key = id;
    }

    /** Name of the person whose id it is, UTF-8, and whose view is to be read instead; null for a view of its own. */
    public byte @Nullable [] person() {
        return moved ? Arrays.copyOfRange(bytes, ViewLayout.MOVED_NAME, length) : null;
    }

    /** Packs a view; equal views give equal bytes. */
    public static byte[] pack(CustomerView view) {
        return ViewPacker.pack(view);
    }

    /** Version of the view, by which readers keep the greatest. */
    public CustomerView.Version version() {
        return new CustomerView.Version(
                intAt(ViewLayout.ERA),
                longAt(ViewLayout.MERGED),
                longAt(ViewLayout.APPLIED),
                longAt(ViewLayout.ATTEMPT),
                longAt(ViewLayout.REVISION));
    }

    /** Instant for which the memberships were computed, milliseconds UTC. */
    public long asOf() {
        return longAt(ViewLayout.AS_OF);
    }

    /** Membership of the segment at an index, at an instant not before {@link #asOf()}; one that is not there is false. */
    public Truth truth(int segment, long now) {
        int lease = lease(segment);
        return lease == NO_LEASE ? truth(segment) : leasedTruth(lease, now);
    }

    /** First instant for which {@link #truth} may no longer be right, milliseconds UTC; {@link Long#MAX_VALUE} is never. */
    public long validUntil(int segment) {
        int lease = lease(segment);
        return lease == NO_LEASE ? Long.MAX_VALUE : leaseUntil(lease);
    }

    /** Where the lease of the segment at an index lies; {@link #NO_LEASE} if its membership doesn't change by time. */
    public int lease(int segment) {
        return code(segment) == LEASED ? leasePosition(segment) : NO_LEASE;
    }

    /** Membership of a segment that has no lease. */
    public Truth truth(int segment) {
        return Truth.of(code(segment));
    }

    /** Membership by a lease, at an instant not before {@link #asOf()}. */
    public Truth leasedTruth(int lease, long now) {
        int value = bytes[lease + ViewLayout.LEASE_VALUE];
        int flip = flipsAt + intAt(lease + ViewLayout.LEASE_FIRST_FLIP) * FLIP_BYTES;
        for (int left = flipCount(lease); left > 0 && longAt(flip) <= now; left--, flip += FLIP_BYTES) {
            value = bytes[flip + Long.BYTES];
        }
        return Truth.of(value);
    }

    /** First instant for which a lease may no longer be right, milliseconds UTC. */
    public long leaseUntil(int lease) {
        return longAt(lease + ViewLayout.LEASE_VALID_UNTIL);
    }

    /** Version by which the membership of the segment at an index was computed; 0 where there is none. Parses the details. */
    public int definitionVersion(int segment) {
        for (ViewDetails.MembershipDetail detail :
                ViewDetails.read(bytes, detailsAt, length).memberships()) {
            if (detail.segment() == segment) {
                return detail.definitionVersion();
            }
        }
        return 0;
    }

    /** Score of the offer at an index; {@link Float#NaN} where the view has none. */
    public float score(int offer) {
        return offer >= 0 && offer < offers ? Float.intBitsToFloat(intAt(scoresAt + offer * Float.BYTES)) : Float.NaN;
    }

    /** Did the customer consent to a purpose, given as UTF-8? What was never given is no. */
    public boolean consents(byte[] purpose) {
        int at = consentAt;
        while (at < detailsAt) {
            int size = (short) SHORT.get(bytes, at + 1) & 0xffff;
            int text = at + ViewLayout.CONSENT_HEAD;
            if (size == purpose.length && Arrays.equals(bytes, text, text + size, purpose, 0, size)) {
                return bytes[at] == 1;
            }
            at = text + size;
        }
        return false;
    }

    /** The whole view, copied out of the buffer, with its lists in order of index. */
    public CustomerView unpack(String customerId) {
        if (moved) {
            String person =
                    new String(bytes, ViewLayout.MOVED_NAME, length - ViewLayout.MOVED_NAME, StandardCharsets.UTF_8);
            return CustomerView.ofPerson(customerId, version(), asOf(), person);
        }
        ViewDetails details = ViewDetails.read(bytes, detailsAt, length);
        List<Membership> memberships = new ArrayList<>(details.memberships().size());
        for (ViewDetails.MembershipDetail detail : details.memberships()) {
            memberships.add(membership(detail));
        }
        return new CustomerView(
                customerId,
                version(),
                asOf(),
                details.lastEventId(),
                details.lastEventTime(),
                memberships,
                scores(),
                details.profile(),
                ConsentSection.read(bytes, consentAt, detailsAt),
                details.traits(),
                null,
                details.ids());
    }

    private Membership membership(ViewDetails.MembershipDetail detail) {
        List<Membership.Flip> flips = List.of();
        if (code(detail.segment()) == LEASED) {
            int lease = leasePosition(detail.segment());
            int flip = flipsAt + intAt(lease + ViewLayout.LEASE_FIRST_FLIP) * FLIP_BYTES;
            flips = new ArrayList<>();
            for (int left = flipCount(lease); left > 0; left--, flip += FLIP_BYTES) {
                flips.add(new Membership.Flip(longAt(flip), Truth.of(bytes[flip + Long.BYTES])));
            }
        }
        return new Membership(
                detail.segment(),
                detail.definitionVersion(),
                detail.value(),
                detail.since(),
                flips,
                validUntil(detail.segment()),
                detail.reason());
    }

    private List<CustomerView.OfferScore> scores() {
        List<CustomerView.OfferScore> result = new ArrayList<>();
        for (int offer = 0; offer < offers; offer++) {
            float score = score(offer);
            if (!Float.isNaN(score)) {
                result.add(new CustomerView.OfferScore(offer, score));
            }
        }
        return result;
    }

    private int code(int segment) {
        return segment >= 0 && segment < segments
                ? bytes[ViewLayout.TRUTHS + (segment >> 2)] >>> ((segment & 3) << 1) & 3
                : 0;
    }

    /** Position of a segment's lease, which must be there. */
    private int leasePosition(int segment) {
        int low = 0;
        int high = leases - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (intAt(leasesAt + middle * LEASE_BYTES) < segment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return leasesAt + low * LEASE_BYTES;
    }

    private int flipCount(int lease) {
        return (short) SHORT.get(bytes, lease + ViewLayout.LEASE_FLIP_COUNT) & 0xffff;
    }

    private int intAt(int position) {
        return (int) INT.get(bytes, position);
    }

    private long longAt(int position) {
        return (long) LONG.get(bytes, position);
    }
}
