package io.makolet.serving.explain;

import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.Near;
import io.makolet.domain.segment.Condition.Site;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** Conditions over what is there of a person without any event, in words. */
final class PersonText {

    private PersonText() {}

    /** What is asked, in the words of the language of definitions; empty for another kind of condition. */
    static String asks(Condition condition) {
        if (condition instanceof Condition.Anniversary anniversary) {
            return "p." + anniversary.of() + " from " + anniversary.from() + "d to " + anniversary.to() + "d";
        }
        if (condition instanceof Condition.Season season) {
            return season.text();
        }
        if (condition instanceof Condition.Sample sample) {
            return percent(sample) + " % with salt " + sample.salt();
        }
        if (condition instanceof Condition.Listed listed) {
            return listed.name();
        }
        if (condition instanceof Near near) {
            return "p." + near.place() + " within " + distance(near.metres()) + " of " + name(near.center());
        }
        if (condition instanceof Condition.Nearest nearest) {
            return "p." + nearest.place() + " in " + String.join("|", nearest.in())
                    + (bounded(nearest) ? " within " + distance(nearest.metres()) : "");
        }
        return "";
    }

    /** The same as arguments of the text of that kind. */
    static Map<String, Object> arguments(Condition condition, Phrases phrases) {
        Map<String, Object> arguments = new HashMap<>();
        if (condition instanceof Condition.Anniversary anniversary) {
            arguments.put("field", phrases.name(anniversary.of()));
            arguments.put("from", phrases.name(Integer.toString(anniversary.from())));
            arguments.put("to", phrases.name(Integer.toString(anniversary.to())));
        } else if (condition instanceof Condition.Season season) {
            arguments.put("days", phrases.name(season.text()));
        } else if (condition instanceof Condition.Sample sample) {
            arguments.put("percent", phrases.name(percent(sample)));
            arguments.put("salt", phrases.name(sample.salt()));
        } else if (condition instanceof Condition.Listed listed) {
            arguments.put("list", phrases.name(listed.name()));
        } else if (condition instanceof Near near) {
            arguments.put("field", phrases.name(near.place()));
            arguments.put("distance", phrases.name(distance(near.metres())));
            arguments.put("site", phrases.name(name(near.center())));
        } else if (condition instanceof Condition.Nearest nearest) {
            arguments.put("field", phrases.name(nearest.place()));
            arguments.put("sites", phrases.name(String.join(", ", nearest.in())));
            arguments.put("bounded", bounded(nearest) ? "yes" : "no");
            arguments.put("distance", phrases.name(distance(nearest.metres())));
        }
        return arguments;
    }

    private static boolean bounded(Condition.Nearest nearest) {
        return nearest.metres() < Near.MOST_METRES;
    }

    private static String percent(Condition.Sample sample) {
        return BigDecimal.valueOf(sample.hundredths(), 2).stripTrailingZeros().toPlainString();
    }

    private static String distance(int metres) {
        return metres % 1000 == 0 ? metres / 1000 + " km" : metres + " m";
    }

    private static String name(Site site) {
        return site.id().isEmpty() ? site.latitude() + ", " + site.longitude() : site.id();
    }
}
