package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.makolet.avro.Place;
import io.makolet.avro.ProfileField;
import io.makolet.avro.ProfileFieldType;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.schemas.PoisonException.Reason;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProfileMappingTest {

    static Stream<@Nullable ProfileValue> values() {
        return Stream.of(
                new ProfileValue.Bool(false),
                new ProfileValue.Choice("IL"),
                new ProfileValue.MultiChoice(List.of("tea", "תה")),
                new ProfileValue.MultiChoice(List.of()),
                new ProfileValue.Text(""),
                new ProfileValue.Numeric(-0.5),
                new ProfileValue.Date(LocalDate.of(1948, 5, 14)),
                new ProfileValue.Rating(5, 5),
                new ProfileValue.Place(-90, 180, "South Pole"),
                new ProfileValue.Place(0, 0, null),
                null);
    }

    @ParameterizedTest
    @MethodSource("values")
    void comesBackTheSame(@Nullable ProfileValue value) throws PoisonException {
        ProfileChange change = new ProfileChange("field", value);

        assertThat(ProfileMapping.toDomain(ProfileMapping.toAvro(change))).isEqualTo(change);
    }

    @Test
    void takesAFieldWithoutAValueAsRemoved() throws PoisonException {
        for (ProfileFieldType type : ProfileFieldType.values()) {
            if (type != ProfileFieldType.UNKNOWN) {
                assertThat(ProfileMapping.toDomain(field(type).build())).isEqualTo(new ProfileChange("field", null));
            }
        }
    }

    @Test
    void namesWhatDoesNotFit() {
        assertThat(refused(field(ProfileFieldType.NUMBER).setTextValue("7"), Reason.INVALID_VALUE))
                .hasMessage(
                        "profile field 'field' says NUMBER and has a value of TEXT, expected only a value of its type");
        assertThat(refused(field(ProfileFieldType.TEXT).setTextValue("7").setNumberValue(7.0), Reason.INVALID_VALUE))
                .hasMessage("profile field 'field' has values of TEXT and NUMBER, expected one");
        assertThat(refused(field(ProfileFieldType.NUMBER).setNumberValue(Double.NaN), Reason.INVALID_VALUE))
                .hasMessage("profile field 'field': number NaN, expected a finite one");
        assertThat(refused(field(ProfileFieldType.PLACE).setPlace(new Place(91.0, 0.0, null)), Reason.INVALID_VALUE))
                .hasMessageStartingWith("profile field 'field': place 91.0, 0.0, expected a latitude of -90 to 90");
        assertThat(refused(field(ProfileFieldType.TEXT).setName(""), Reason.INVALID_VALUE))
                .hasMessageStartingWith("profile field without a name");
        assertThat(refused(field(ProfileFieldType.UNKNOWN), Reason.UNSUPPORTED))
                .hasMessageStartingWith("profile field 'field' of a type unknown here");
    }

    private static ProfileField.Builder field(ProfileFieldType type) {
        return ProfileField.newBuilder().setName("field").setType(type);
    }

    private static PoisonException refused(ProfileField.Builder field, Reason reason) {
        PoisonException poison =
                catchThrowableOfType(PoisonException.class, () -> ProfileMapping.toDomain(field.build()));
        assertThat(poison.reason()).isEqualTo(reason);
        return poison;
    }
}
