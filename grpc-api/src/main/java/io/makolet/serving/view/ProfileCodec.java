package io.makolet.serving.view;

import io.makolet.domain.profile.ProfileValue;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A profile value in {@link ViewDetails}: a byte that says which alternative, and its parts. */
final class ProfileCodec {

    private static final int BOOL = 1;
    private static final int CHOICE = 2;
    private static final int MULTI_CHOICE = 3;
    private static final int TEXT = 4;
    private static final int NUMBER = 5;
    private static final int DATE = 6;
    private static final int RATING = 7;
    private static final int PLACE = 8;

    private ProfileCodec() {}

    static void write(GrowingBuffer out, ProfileValue value) {
        if (value instanceof ProfileValue.Bool v) {
            out.putByte(BOOL).putByte(v.value() ? 1 : 0);
        } else if (value instanceof ProfileValue.Choice v) {
            out.putByte(CHOICE).putText(v.value());
        } else if (value instanceof ProfileValue.MultiChoice v) {
            out.putByte(MULTI_CHOICE).putInt(v.values().size());
            v.values().forEach(out::putText);
        } else if (value instanceof ProfileValue.Text v) {
            out.putByte(TEXT).putText(v.value());
        } else if (value instanceof ProfileValue.Numeric v) {
            out.putByte(NUMBER).putDouble(v.value());
        } else if (value instanceof ProfileValue.Date v) {
            out.putByte(DATE).putLong(v.value().toEpochDay());
        } else if (value instanceof ProfileValue.Rating v) {
            out.putByte(RATING).putInt(v.value()).putInt(v.max());
        } else if (value instanceof ProfileValue.Place v) {
            out.putByte(PLACE).putDouble(v.latitude()).putDouble(v.longitude()).putText(v.label());
        } else {
            throw new IllegalArgumentException("profile value of " + value.getClass() + ", expected one we know");
        }
    }

    static ProfileValue read(ByteBuffer in) {
        int kind = in.get();
        return switch (kind) {
            case BOOL -> new ProfileValue.Bool(in.get() == 1);
            case CHOICE -> new ProfileValue.Choice(ViewDetails.text(in));
            case MULTI_CHOICE -> new ProfileValue.MultiChoice(texts(in));
            case TEXT -> new ProfileValue.Text(ViewDetails.text(in));
            case NUMBER -> new ProfileValue.Numeric(in.getDouble());
            case DATE -> new ProfileValue.Date(LocalDate.ofEpochDay(in.getLong()));
            case RATING -> new ProfileValue.Rating(in.getInt(), in.getInt());
            case PLACE -> new ProfileValue.Place(in.getDouble(), in.getDouble(), ViewDetails.nullableText(in));
            default -> throw new IllegalArgumentException("profile value of kind " + kind + ", expected 1 to 8");
        };
    }

    private static List<String> texts(ByteBuffer in) {
        List<String> result = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            result.add(ViewDetails.text(in));
        }
        return result;
    }
}
