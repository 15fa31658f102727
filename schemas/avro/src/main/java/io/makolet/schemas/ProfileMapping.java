package io.makolet.schemas;

import static io.makolet.schemas.PoisonException.invalid;
import static io.makolet.schemas.PoisonException.unsupported;

import io.makolet.avro.Place;
import io.makolet.avro.ProfileField;
import io.makolet.avro.ProfileFieldType;
import io.makolet.avro.Rating;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Profile fields between the wire and the domain. */
public final class ProfileMapping {

    private ProfileMapping() {}

    /**
     * The change that a field says.
     *
     * @throws PoisonException if its value is out of range, of another type than it says, or of a type we don't know
     */
    public static ProfileChange toDomain(ProfileField field) throws PoisonException {
        String name = field.getName();
        if (name.isEmpty()) {
            throw invalid("profile field without a name, expected one as declared in the profile definition");
        }
        ProfileFieldType type = field.getType();
        if (type == ProfileFieldType.UNKNOWN) {
            throw unsupported("profile field '" + name + "' of a type unknown here, expected one of BOOL to PLACE");
        }
        ProfileFieldType set = typeOfValue(field);
        if (set == null) {
            return new ProfileChange(name, null);
        }
        if (set != type && !(type == ProfileFieldType.CHOICE && set == ProfileFieldType.TEXT)) {
            throw invalid("profile field '" + name + "' says " + type + " and has a value of " + set
                    + ", expected only a value of its type");
        }
        return new ProfileChange(name, valueOf(name, field));
    }

    /** The field that says a change; a removal needs no type and is written as TEXT. */
    public static ProfileField toAvro(ProfileChange change) {
        ProfileField field = new ProfileField();
        field.setName(change.field());
        field.setType(ProfileFieldType.TEXT);
        ProfileValue value = change.value();
        if (value != null) {
            putValue(field, value);
        }
        return field;
    }

    static List<ProfileChange> toDomain(List<ProfileField> fields) throws PoisonException {
        if (fields.isEmpty()) {
            return List.of();
        }
        List<ProfileChange> changes = new ArrayList<>(fields.size());
        for (ProfileField field : fields) {
            changes.add(toDomain(field));
        }
        return changes;
    }

    private static ProfileValue valueOf(String name, ProfileField field) throws PoisonException {
        try {
            return switch (field.getType()) {
                case BOOL -> new ProfileValue.Bool(field.getBoolValue());
                case CHOICE -> new ProfileValue.Choice(field.getTextValue());
                case MULTI_CHOICE -> new ProfileValue.MultiChoice(field.getChoices());
                case TEXT -> new ProfileValue.Text(field.getTextValue());
                case NUMBER -> new ProfileValue.Numeric(finite(field.getNumberValue()));
                case DATE -> new ProfileValue.Date(field.getDateValue());
                case RATING ->
                    new ProfileValue.Rating(
                            field.getRating().getValue(), field.getRating().getMax());
                case PLACE ->
                    new ProfileValue.Place(
                            field.getPlace().getLatitude(),
                            field.getPlace().getLongitude(),
                            field.getPlace().getLabel());
                case UNKNOWN -> throw new IllegalArgumentException("unknown type");
            };
        } catch (IllegalArgumentException e) {
            throw invalid("profile field '" + name + "': " + e.getMessage());
        }
    }

    private static double finite(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("number " + number + ", expected a finite one");
        }
        return number;
    }

    /** Type of the one member that is set, where TEXT stands for CHOICE too; null if none is. */
    private static @Nullable ProfileFieldType typeOfValue(ProfileField field) throws PoisonException {
        ProfileFieldType found = null;
        found = also(field, found, field.getBoolValue(), ProfileFieldType.BOOL);
        found = also(field, found, field.getTextValue(), ProfileFieldType.TEXT);
        found = also(field, found, field.getChoices(), ProfileFieldType.MULTI_CHOICE);
        found = also(field, found, field.getNumberValue(), ProfileFieldType.NUMBER);
        found = also(field, found, field.getDateValue(), ProfileFieldType.DATE);
        found = also(field, found, field.getRating(), ProfileFieldType.RATING);
        return also(field, found, field.getPlace(), ProfileFieldType.PLACE);
    }

    private static @Nullable ProfileFieldType also(
            ProfileField field, @Nullable ProfileFieldType found, @Nullable Object member, ProfileFieldType type)
            throws PoisonException {
        if (member == null) {
            return found;
        }
        if (found != null) {
            throw invalid("profile field '" + field.getName() + "' has values of " + found + " and " + type
                    + ", expected one");
        }
        return type;
    }

    private static void putValue(ProfileField field, ProfileValue value) {
        if (value instanceof ProfileValue.Bool bool) {
            field.setType(ProfileFieldType.BOOL);
            field.setBoolValue(bool.value());
        } else if (value instanceof ProfileValue.Choice choice) {
            field.setType(ProfileFieldType.CHOICE);
            field.setTextValue(choice.value());
        } else if (value instanceof ProfileValue.MultiChoice choices) {
            field.setType(ProfileFieldType.MULTI_CHOICE);
            field.setChoices(choices.values());
        } else if (value instanceof ProfileValue.Text text) {
            field.setTextValue(text.value());
        } else if (value instanceof ProfileValue.Numeric number) {
            field.setType(ProfileFieldType.NUMBER);
            field.setNumberValue(number.value());
        } else if (value instanceof ProfileValue.Date date) {
            field.setType(ProfileFieldType.DATE);
            field.setDateValue(date.value());
        } else if (value instanceof ProfileValue.Rating rating) {
            field.setType(ProfileFieldType.RATING);
            field.setRating(new Rating(rating.value(), rating.max()));
        } else if (value instanceof ProfileValue.Place place) {
            field.setType(ProfileFieldType.PLACE);
            field.setPlace(new Place(place.latitude(), place.longitude(), place.label()));
        }
    }
}
