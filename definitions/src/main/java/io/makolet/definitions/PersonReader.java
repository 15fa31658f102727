package io.makolet.definitions;

import io.makolet.definitions.Quantities.Malformed;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.Site;
import io.makolet.domain.segment.SampleHash;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads conditions over what is known of a person without any event. */
final class PersonReader {

    private static final String PREFIX = "p.";
    private static final long MICROS_PER_HUNDREDTH = 10_000;

    private final ProfileScope profile;
    private final BranchScope branches;
    private final Report report;

    PersonReader(ProfileScope profile, BranchScope branches, Report report) {
        this.profile = profile;
        this.branches = branches;
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

    @Nullable
    Condition sample(YamlNode node) {
        Keys keys = Keys.of(node, "`sample`", Language.SAMPLE, report);
        if (keys == null) {
            return null;
        }
        String salt = keys.requiredText("salt");
        YamlNode.Scalar percent = keys.scalar(keys.required("percent"), "percent", "a number such as 10");
        Integer hundredths =
                percent == null ? null : report.parse(percent, 0, percent.value(), PersonReader::hundredths);
        return salt == null || hundredths == null ? null : new Condition.Sample(salt, hundredths);
    }

    private static int hundredths(String percent) throws Malformed {
        long hundredths = Quantities.micros(percent) / MICROS_PER_HUNDREDTH;
        if (hundredths * MICROS_PER_HUNDREDTH != Quantities.micros(percent)
                || hundredths < 1
                || hundredths > SampleHash.BOUND) {
            throw new Malformed(
                    Wording.quote(percent) + " percent, expected 0.01 to 100 with at most two decimals, such as 12.5");
        }
        return (int) hundredths;
    }

    @Nullable
    Condition near(YamlNode node) {
        Keys keys = Keys.of(node, "`near`", Language.NEAR, report);
        if (keys == null) {
            return null;
        }
        String place = field(keys, "place", ValueType.PLACE, "p.home");
        Site center = center(keys);
        Integer metres = SiteReader.within(keys, report);
        return place == null || center == null || metres == null ? null : new Condition.Near(place, center, metres);
    }

    /** What it is to be near to: a branch, or a place of its own. */
    private @Nullable Site center(Keys keys) {
        YamlNode branch = keys.optional("branch");
        boolean place = keys.has("lat") || keys.has("lon");
        if (branch == null) {
            if (!place && !keys.has("branch")) {
                report.problem(
                        keys.start(),
                        "`near` has neither `branch` nor `lat` and `lon`, expected what it is to be near to");
            }
            return place ? SiteReader.site(keys, "", report) : null;
        }
        if (place) {
            report.problem(branch, "`branch` beside `lat` and `lon`, expected only the one or the others");
            return null;
        }
        YamlNode.Scalar id = Keys.text(branch, "`branch`", report);
        return id == null ? null : branches.find(id, report);
    }

    @Nullable
    Condition nearestBranch(YamlNode node) {
        Keys keys = Keys.of(node, "`nearest_branch`", Language.NEAREST_BRANCH, report);
        if (keys == null) {
            return null;
        }
        int before = report.size();
        String place = field(keys, "place", ValueType.PLACE, "p.home");
        List<String> in = new ArrayList<>();
        for (YamlNode.Scalar id : keys.texts(keys.required("in"), "in")) {
            Site branch = branches.find(id, report);
            if (branch != null) {
                in.add(branch.id());
            }
        }
        Integer metres = SiteReader.optionalWithin(keys, report);
        return place == null || metres == null || in.isEmpty() || report.size() > before
                ? null
                : new Condition.Nearest(place, branches.all(), in, metres);
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
