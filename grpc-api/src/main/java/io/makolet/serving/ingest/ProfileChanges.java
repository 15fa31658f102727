package io.makolet.serving.ingest;

import io.makolet.domain.definition.ProfileDeclaration;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileFieldType;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.serving.catalog.CurrentCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes of the profile, of the types that are declared; a field that isn't declared is what its value looks like. */
final class ProfileChanges {

    private final CurrentCatalog catalog;

    ProfileChanges(CurrentCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * The changes; null removes a field.
     *
     * @param where they stand in the request
     */
    List<ProfileChange> of(String where, Map<String, @Nullable Object> values) {
        return of(where, values, Map.of());
    }

    /**
     * The same where the producer says of what types fields are that aren't declared.
     *
     * @param types by field, such as {@code multi_choice}
     */
    List<ProfileChange> of(String where, Map<String, @Nullable Object> values, Map<String, String> types) {
        List<ProfileChange> changes = new ArrayList<>();
        values.forEach((name, value) -> {
            String field = where + "." + name;
            if (name.isEmpty()) {
                throw Given.wrong(where, name, "the name of a profile field");
            }
            changes.add(new ProfileChange(name, value == null ? null : value(field, name, value, types.get(name))));
        });
        return changes;
    }

    private ProfileValue value(String field, String name, Object value, @Nullable String said) {
        ProfileDeclaration.Field declared = catalog.definitions().profileField(name);
        ProfileFieldType type = declared == null ? undeclared(name, value, said) : declared.type();
        List<String> allowed = declared == null ? List.of() : declared.values();
        return switch (type) {
            case BOOL -> new ProfileValue.Bool(Given.bool(field, value));
            case CHOICE -> new ProfileValue.Choice(allowed(field, Given.text(field, value), allowed));
            case MULTI_CHOICE -> {
                List<String> chosen = Given.texts(field, value);
                chosen.forEach(choice -> allowed(field, choice, allowed));
                yield new ProfileValue.MultiChoice(chosen);
            }
            case TEXT -> new ProfileValue.Text(Given.text(field, value));
            case NUMBER -> new ProfileValue.Numeric(Given.number(field, value).doubleValue());
            case DATE -> new ProfileValue.Date(Given.day(field, value));
            case RATING -> rating(field, Given.object(field, value));
            case PLACE -> place(field, Given.object(field, value));
        };
    }

    private static ProfileFieldType undeclared(String name, Object value, @Nullable String said) {
        if (said == null) {
            return looksLike(value);
        }
        return ProfileFieldType.ofWord(said)
                .orElseThrow(() -> Given.wrong("profile_types." + name, said, "one of " + ProfileFieldType.words()));
    }

    private static ProfileFieldType looksLike(Object value) {
        if (value instanceof Boolean) {
            return ProfileFieldType.BOOL;
        }
        if (value instanceof Number) {
            return ProfileFieldType.NUMBER;
        }
        if (value instanceof List) {
            return ProfileFieldType.MULTI_CHOICE;
        }
        if (value instanceof Map<?, ?> map) {
            return map.containsKey("latitude") ? ProfileFieldType.PLACE : ProfileFieldType.RATING;
        }
        return ProfileFieldType.TEXT;
    }

    private static String allowed(String field, String choice, List<String> allowed) {
        if (!allowed.isEmpty() && !allowed.contains(choice)) {
            throw Given.wrong(field, choice, "one of " + String.join(", ", allowed));
        }
        return choice;
    }

    private static ProfileValue rating(String field, Map<String, @Nullable Object> members) {
        long value = Given.whole(field + ".value", members.get("value"));
        long max = Given.whole(field + ".max", members.get("max"));
        if (value < 1 || value > max || max > Integer.MAX_VALUE) {
            throw Given.wrong(field, value + " of " + max, "1 to its maximum");
        }
        return new ProfileValue.Rating((int) value, (int) max);
    }

    private static ProfileValue place(String field, Map<String, @Nullable Object> members) {
        double latitude =
                Given.number(field + ".latitude", members.get("latitude")).doubleValue();
        double longitude =
                Given.number(field + ".longitude", members.get("longitude")).doubleValue();
        if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            throw Given.wrong(
                    field, latitude + ", " + longitude, "a latitude of -90 to 90 and a longitude of -180 to 180");
        }
        Object label = members.get("label");
        return new ProfileValue.Place(latitude, longitude, label == null ? null : Given.text(field + ".label", label));
    }
}
