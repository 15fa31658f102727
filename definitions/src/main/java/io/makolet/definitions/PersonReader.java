package io.makolet.definitions;

import io.makolet.domain.segment.Condition;
import org.jspecify.annotations.Nullable;

/** Reads conditions over what is known of a person without any event. */
final class PersonReader {

    private static final String PREFIX = "p.";

    private final ProfileScope profile;
    private final Report report;

    PersonReader(ProfileScope profile, Report report) {
        this.profile = profile;
        this.report = report;
    }

    @Nullable
    Condition anniversary(YamlNode node) {
        Keys keys = Keys.of(node, "`anniversary`", Language.ANNIVERSARY, report);
        if (keys == null) {
            return null;
        }
        String of = field(keys, "of", ValueType.TIME, "p.birthday");
        DaysReader.Days days = DaysReader.read(keys, report);
        return of == null || days == null ? null : new Condition.Anniversary(of, days.from(), days.to());
    }

    /** Name of the declared profile field of a type that stands under a key, without its prefix. */
    private @Nullable String field(Keys keys, String key, ValueType wanted, String example) {
        YamlNode.Scalar text = keys.text(keys.required(key), key);
        if (text == null) {
            return null;
        }
        boolean prefixed = text.value().startsWith(PREFIX);
        String name = prefixed ? text.value().substring(PREFIX.length()) : text.value();
        ValueType type = profile.type(name);
        if (!prefixed) {
            report.problem(
                    text,
                    "`" + key + "` is " + Wording.quote(name)
                            + (type == wanted
                                    ? "; did you mean `" + PREFIX + name + "`?"
                                    : ", expected a profile field such as " + example));
            return null;
        }
        if (type == null) {
            report.problem(text, profile.missing(name));
            return null;
        }
        if (type != wanted && type != ValueType.ANY) {
            report.problem(
                    text,
                    "profile field " + Wording.quote(name) + " is " + type.words() + ", expected " + wanted.words());
            return null;
        }
        return name;
    }
}
