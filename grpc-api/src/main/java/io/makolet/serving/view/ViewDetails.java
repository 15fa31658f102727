package io.makolet.serving.view;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Truth;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The details of {@link ViewLayout}: last event, memberships, traits, profile. Texts are an int size (-1 for none) and
 * UTF-8; lists are an int count and their elements in order of index or name.
 */
record ViewDetails(
        @Nullable String lastEventId,
        long lastEventTime,
        List<MembershipDetail> memberships,
        Map<String, Double> traits,
        Map<String, ProfileValue> profile,
        List<String> ids) {

    /** What a membership has beside its truth and lease. */
    record MembershipDetail(
            int segment,
            int definitionVersion,
            Truth value,
            long since,
            @Nullable String reason) {}

    static byte[] write(CustomerView view, List<Membership> sortedMemberships) {
        GrowingBuffer out = new GrowingBuffer();
        out.putText(view.lastEventId()).putLong(view.lastEventTime());
        out.putInt(sortedMemberships.size());
        for (Membership membership : sortedMemberships) {
            out.putInt(membership.segment())
                    .putInt(membership.definitionVersion())
                    .putByte(ViewLayout.code(membership.value()))
                    .putLong(membership.since())
                    .putText(membership.reason());
        }
        out.putInt(view.traits().size());
        new TreeMap<>(view.traits()).forEach((name, value) -> out.putText(name).putDouble(value));
        out.putInt(view.profile().size());
        new TreeMap<>(view.profile()).forEach((name, value) -> ProfileCodec.write(out.putText(name), value));
        out.putInt(view.ids().size());
        view.ids().forEach(out::putText);
        return out.toByteArray();
    }

    static ViewDetails read(byte[] bytes, int from, int to) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from).order(ByteOrder.LITTLE_ENDIAN);
        String lastEventId = nullableText(in);
        long lastEventTime = in.getLong();
        int count = in.getInt();
        List<MembershipDetail> memberships = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            memberships.add(
                    new MembershipDetail(in.getInt(), in.getInt(), Truth.of(in.get()), in.getLong(), nullableText(in)));
        }
        Map<String, Double> traits = new TreeMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            traits.put(text(in), in.getDouble());
        }
        Map<String, ProfileValue> profile = new TreeMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            profile.put(text(in), ProfileCodec.read(in));
        }
        List<String> ids = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            ids.add(text(in));
        }
        return new ViewDetails(lastEventId, lastEventTime, memberships, traits, profile, ids);
    }

    static String text(ByteBuffer in) {
        byte[] text = new byte[in.getInt()];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    static @Nullable String nullableText(ByteBuffer in) {
        int size = in.getInt();
        if (size < 0) {
            return null;
        }
        in.position(in.position() - Integer.BYTES);
        return text(in);
    }
}
