package io.makolet.domain.customer;

import io.makolet.domain.profile.ProfileValue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The part of the persisted format that holds profile fields; the type numbers never change. */
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

    static void write(Packer out, Map<String, ProfileValue> profile) {
        out.unsigned(profile.size());
        profile.forEach((name, value) -> {
            out.text(name);
            write(out, value);
        });
    }

    static void read(Unpacker in, Map<String, ProfileValue> profile) {
        for (int n = in.count(); n > 0; n--) {
            profile.put(in.text(), read(in));
        }
    }

    private static void write(Packer out, ProfileValue value) {
        if (value instanceof ProfileValue.Bool b) {
            out.raw(BOOL);
            out.raw(b.value() ? 1 : 0);
        } else if (value instanceof ProfileValue.Choice c) {
            out.raw(CHOICE);
            out.text(c.value());
        } else if (value instanceof ProfileValue.MultiChoice m) {
            out.raw(MULTI_CHOICE);
            out.unsigned(m.values().size());
            m.values().forEach(out::text);
        } else if (value instanceof ProfileValue.Text t) {
            out.raw(TEXT);
            out.text(t.value());
        } else if (value instanceof ProfileValue.Numeric n) {
            out.raw(NUMBER);
            out.real(n.value());
        } else if (value instanceof ProfileValue.Date d) {
            out.raw(DATE);
            out.signed(d.value().toEpochDay());
        } else if (value instanceof ProfileValue.Rating r) {
            out.raw(RATING);
            out.unsigned(r.value());
            out.unsigned(r.max());
        } else if (value instanceof ProfileValue.Place p) {
            out.raw(PLACE);
            out.real(p.latitude());
            out.real(p.longitude());
            out.raw(p.label() == null ? 0 : 1);
            if (p.label() != null) {
                out.text(p.label());
            }
        }
    }

    private static ProfileValue read(Unpacker in) {
        int type = in.raw();
        return switch (type) {
            case BOOL -> new ProfileValue.Bool(in.raw() == 1);
            case CHOICE -> new ProfileValue.Choice(in.text());
            case MULTI_CHOICE -> {
                List<String> values = new ArrayList<>();
                for (int n = in.count(); n > 0; n--) {
                    values.add(in.text());
                }
                yield new ProfileValue.MultiChoice(values);
            }
            case TEXT -> new ProfileValue.Text(in.text());
            case NUMBER -> new ProfileValue.Numeric(in.real());
            case DATE -> new ProfileValue.Date(LocalDate.ofEpochDay(in.signed()));
            case RATING -> new ProfileValue.Rating((int) in.unsigned(), (int) in.unsigned());
            case PLACE -> new ProfileValue.Place(in.real(), in.real(), in.raw() == 0 ? null : in.text());
            default -> throw new IllegalArgumentException("profile value of type " + type + ", expected 1 to 8");
        };
    }
}
